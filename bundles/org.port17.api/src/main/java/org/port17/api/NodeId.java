package org.port17.api;

import java.util.Arrays;
import java.util.HexFormat;

/** A node's identity: its Ed25519 public key, 32 bytes. Compared by value. */
public final class NodeId implements Comparable<NodeId> {
    public static final int BYTES = 32;
    private final byte[] key;

    private NodeId(byte[] key) {
        this.key = key;
    }

    /** Copies {@link #BYTES} bytes from {@code source} at {@code offset}. */
    public static NodeId of(byte[] source, int offset) {
        return new NodeId(Arrays.copyOfRange(source, offset, offset + BYTES));
    }

    public static NodeId of(byte[] key) throws Port17Exception {
        if (key.length != BYTES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a node id has 32 bytes");
        }
        return new NodeId(key.clone());
    }

    public static NodeId parse(String hex) throws Port17Exception {
        if (hex.length() != 2 * BYTES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a node id has 64 hexadecimal digits");
        }
        try {
            return new NodeId(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, Retry.NEVER, "a node id has 64 hexadecimal digits", e);
        }
    }

    public byte[] bytes() {
        return key.clone();
    }

    public void copyTo(byte[] target, int offset) {
        System.arraycopy(key, 0, target, offset, BYTES);
    }

    /** All zero: stands for "no node" on the wire. */
    public boolean isZero() {
        int any = 0;
        for (byte b : key) {
            any |= b;
        }
        return any == 0;
    }

    /** The first 8 hexadecimal digits, for people. */
    public String brief() {
        return HexFormat.of().formatHex(key, 0, 4);
    }

    @Override
    public int compareTo(NodeId other) {
        return Arrays.compareUnsigned(key, other.key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeId that && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(key);
    }
}
