package org.port17.ratchet;

/**
 * What the console shows of one end.
 *
 * @param suite name of the suite under which this end seals
 * @param epoch epoch under which this end seals
 * @param phase keys used up in that epoch, sealing direction
 * @param bytesUnderKey bytes the current sealing key has protected
 * @param pending whether an epoch is prepared that not both directions use yet
 */
public record RatchetState(String suite, int epoch, long phase, long bytesUnderKey, boolean pending) {}
