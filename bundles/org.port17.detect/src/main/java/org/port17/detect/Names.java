package org.port17.detect;

/** Names what a client said first. For people: nothing is decided by a name. */
final class Names {
    /** More is not looked at. */
    static final int LOOK = 512;

    private Names() {}

    static Protocol of(byte[] data, int size, int port) {
        int n = Math.min(size, LOOK);
        if (n == 0) {
            return Ports.usual(port);
        }
        Protocol name = BinaryNames.of(data, n, port);
        if (name == Protocol.UNKNOWN) {
            name = TextNames.of(data, n, port);
        }
        if (name != Protocol.UNKNOWN) {
            return name;
        }
        return looksRandom(data, n) ? Protocol.RANDOM_LOOKING : Protocol.UNKNOWN;
    }

    /**
     * About half of all bits set, few bytes of text, hardly a byte twice in a row: what an entropy test can say about a
     * few dozen bytes.
     */
    private static boolean looksRandom(byte[] data, int n) {
        if (n < 16) {
            return false;
        }
        int bits = 0;
        int text = 0;
        int same = 0;
        for (int i = 0; i < n; i++) {
            bits += Integer.bitCount(data[i] & 0xff);
            text += TextRun.isText(data[i]) ? 1 : 0;
            same += i > 0 && data[i] == data[i - 1] ? 1 : 0;
        }
        double each = (double) bits / n;
        double slack = 6 / Math.sqrt(n);
        return Math.abs(each - 4) < slack && text < n * 0.383 + 2 * Math.sqrt(n) && same <= 1 + n / 64;
    }
}
