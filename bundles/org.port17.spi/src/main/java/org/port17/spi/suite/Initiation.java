package org.port17.spi.suite;

/**
 * The initiator's result.
 *
 * @param share goes to the responder in the clear part of the first message
 * @param ratchet the initiator's end, in epoch 0; seals towards the responder
 */
public record Initiation(byte[] share, Ratchet ratchet) {}
