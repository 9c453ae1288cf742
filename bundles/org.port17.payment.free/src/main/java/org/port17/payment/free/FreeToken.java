package org.port17.payment.free;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.payment.Payment;

/** The token block of free traffic, byte by byte in docs/protocol-payment-free.md. */
final class FreeToken {
    /** Type 0 "free", six reserved bytes of zero. */
    private static final byte[] HEAD = new byte[8];

    private FreeToken() {}

    static byte[] make(SecureRandom random) {
        byte[] token = new byte[Payment.TOKEN_BYTES];
        random.nextBytes(token);
        System.arraycopy(HEAD, 0, token, 0, HEAD.length);
        return token;
    }

    /** @throws Port17Exception UNPAID if the block is not one of type free */
    static void check(byte[] token) throws Port17Exception {
        if (token.length != Payment.TOKEN_BYTES || !MessageDigest.isEqual(HEAD, Arrays.copyOf(token, HEAD.length))) {
            throw new Port17Exception(ErrorKind.UNPAID, "the access token is not of type free");
        }
    }
}
