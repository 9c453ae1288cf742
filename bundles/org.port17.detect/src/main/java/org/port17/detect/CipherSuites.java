package org.port17.detect;

import java.util.BitSet;

/**
 * TLS cipher suites by number, after the IANA registry. Only those that are known to encrypt and to authenticate the server
 * count: a client that offers another one, without encryption, anonymous, with an export key or single DES, or of a number that
 * nobody gave out, lets whoever stands between choose it.
 */
final class CipherSuites {
    /** First and last of each range. */
    private static final int[][] ENCRYPT = {
        {0x0004, 0x0005}, // RSA with RC4
        {0x0007, 0x0007}, // RSA with IDEA
        {0x000a, 0x000a}, // 3DES from here
        {0x000d, 0x000d},
        {0x0010, 0x0010},
        {0x0013, 0x0013},
        {0x0016, 0x0016},
        {0x001f, 0x0021}, // Kerberos, without single DES
        {0x0023, 0x0025},
        {0x002f, 0x0033}, // AES-CBC
        {0x0035, 0x0039},
        {0x003c, 0x0040},
        {0x0041, 0x0045}, // Camellia
        {0x0066, 0x0066}, // DHE_DSS with RC4, never registered and widely used
        {0x0067, 0x006b},
        {0x0080, 0x0081}, // GOST 28147 as it was used before it had numbers
        {0x0084, 0x0088},
        {0x008a, 0x0095}, // PSK
        {0x0096, 0x009a}, // SEED
        {0x009c, 0x00a5}, // AES-GCM
        {0x00a8, 0x00af},
        {0x00b2, 0x00b3},
        {0x00b6, 0x00b7},
        {0x00ba, 0x00be},
        {0x00c0, 0x00c4},
        {0x00c6, 0x00c7}, // SM4
        {0x1301, 0x1307}, // TLS 1.3
        {0xc002, 0xc005}, // elliptic curves
        {0xc007, 0xc00a},
        {0xc00c, 0xc00f},
        {0xc011, 0xc014},
        {0xc01a, 0xc022}, // SRP
        {0xc023, 0xc032},
        {0xc033, 0xc038},
        {0xc03c, 0xc045}, // ARIA
        {0xc048, 0xc059},
        {0xc05c, 0xc071},
        {0xc072, 0xc083},
        {0xc086, 0xc09b},
        {0xc09c, 0xc0b3}, // AES-CCM
        {0xc100, 0xc106}, // GOST
        {0xcc13, 0xcc15}, // ChaCha20 before and after its numbers
        {0xcca8, 0xccae},
        {0xd001, 0xd003}, // ECDHE_PSK
        {0xd005, 0xd005},
        {0xfeff, 0xfeff} // RSA with 3DES, FIPS
    };

    private static final BitSet ENCRYPTING = new BitSet(0x10000);

    static {
        for (int[] range : ENCRYPT) {
            ENCRYPTING.set(range[0], range[1] + 1);
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
