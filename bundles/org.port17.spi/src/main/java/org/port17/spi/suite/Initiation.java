package org.port17.spi.suite;

/**
 * What encapsulating to somebody's public key gives.
 *
 * @param share goes to the owner of that key in the clear, or inside the epoch before
 * @param epoch this end's keys; belongs to the caller
 */
public record Initiation(byte[] share, Epoch epoch) {}
