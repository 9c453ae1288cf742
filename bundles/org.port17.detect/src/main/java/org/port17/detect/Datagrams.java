package org.port17.detect;

/** Decides from a client's first datagram whether what follows is encrypted. */
public final class Datagrams {
    private Datagrams() {}

    /**
     * @param port of the destination, for the name only
     * @return {@link Protocol#QUIC} if it is a client's Initial packet, opened and found true; else a name of something that
     *     counts as plaintext
     */
    public static Protocol judge(byte[] data, int offset, int length, int port) {
        if (QuicInitial.opens(data, offset, length)) {
            return Protocol.QUIC;
        }
        byte[] start = new byte[Math.min(length, Names.LOOK)];
        System.arraycopy(data, offset, start, 0, start.length);
        Protocol name = port == 53 ? Protocol.DNS : Names.of(start, start.length, port);
        return name.encrypted() ? Protocol.UNKNOWN : name;
    }
}
