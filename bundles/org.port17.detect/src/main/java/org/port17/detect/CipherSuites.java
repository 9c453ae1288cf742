package org.port17.detect;

import java.util.BitSet;

/**
 * TLS cipher suites by number, after the IANA registry. A client that offers a suite which does not encrypt, does not
 * authenticate the server or has an export key lets whoever stands between choose it.
 */
final class CipherSuites {
    /** Without encryption. */
    private static final int[] OPEN = {
        0x0000, 0x0001, 0x0002, 0x002c, 0x002d, 0x002e, 0x003b, 0x00b0, 0x00b1, 0x00b4, 0x00b5, 0x00b8, 0x00b9, 0xc001,
        0xc006, 0xc00b, 0xc010, 0xc015, 0xc039, 0xc03a, 0xc03b, 0xc0b4, 0xc0b5
    };
    /** Anonymous: whoever stands between can be the server. */
    private static final int[] ANONYMOUS = {
        0x0017, 0x0018, 0x0019, 0x001a, 0x001b, 0x0034, 0x003a, 0x0046, 0x006c, 0x006d, 0x0089, 0x009b, 0x00a6, 0x00a7,
        0x00bf, 0x00c5, 0xc016, 0xc017, 0xc018, 0xc019, 0xc046, 0xc047, 0xc05a, 0xc05b, 0xc084, 0xc085
    };
    /** Keys of 40 bits. */
    private static final int[] EXPORT = {
        0x0003, 0x0006, 0x0008, 0x000b, 0x000e, 0x0011, 0x0014, 0x0026, 0x0027, 0x0028, 0x0029, 0x002a, 0x002b
    };

    /** First and last of each range that encrypts, weak ones of {@link #OPEN}, {@link #ANONYMOUS}, {@link #EXPORT} aside. */
    private static final int[][] RANGES = {
        {0x0004, 0x00c7},
        {0x1301, 0x1307},
        {0xc002, 0xc0b3},
        {0xc100, 0xc106},
        {0xcc13, 0xcc15},
        {0xcca8, 0xccae},
        {0xd001, 0xd005},
        {0xfefe, 0xfeff}
    };

    private static final BitSet ENCRYPTING = new BitSet(0x10000);

    static {
        for (int[] range : RANGES) {
            ENCRYPTING.set(range[0], range[1] + 1);
        }
        for (int[] weak : new int[][] {OPEN, ANONYMOUS, EXPORT}) {
            for (int suite : weak) {
                ENCRYPTING.clear(suite);
            }
        }
    }

    private CipherSuites() {}

    static boolean encrypts(int suite) {
        return ENCRYPTING.get(suite);
    }

    /** Says something else than a suite: renegotiation, fallback, or a value that servers must ignore (RFC 8701). */
    static boolean signals(int suite) {
        return suite == 0x00ff || suite == 0x5600 || isGrease(suite);
    }

    static boolean isGrease(int value) {
        return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
    }
}
