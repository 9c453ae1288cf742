package org.port17.spi.suite;

/**
 * @param epoch epoch under which this end seals
 * @param phase chain steps done in that epoch, sealing direction
 * @param bytesUnderKey bytes the current sealing key has protected
 * @param pending whether an epoch is prepared that not both directions use yet
 */
public record RatchetState(int epoch, long phase, long bytesUnderKey, boolean pending) {}
