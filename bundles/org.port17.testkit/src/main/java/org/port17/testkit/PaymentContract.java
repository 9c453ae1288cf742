package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.spi.payment.Payment;

/** What every payment must do. Extend it in your own tests and give a payment whose wallet is filled. */
public abstract class PaymentContract {
    private static final int FORGERIES = 10_000;
    private static final NodeId NODE = NodeId.of(
            new byte[] {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
                29, 30, 31, 32
            },
            0);

    /** A payment whose till serves the node that {@link #node} names. */
    protected abstract Payment payment();

    /** The node whose till the payment under test holds. */
    protected NodeId node() {
        return NODE;
    }

    @Test
    void isNamed() {
        assertTrue(payment().name().matches("[a-z][a-z0-9-]{0,31}"), "a name is short, lower-case and fit for a file");
    }

    @Test
    void aDrawnTokenIsRedeemed() throws Exception {
        Payment payment = payment();
        byte[] token = payment.wallet().draw(node());
        assertEquals(Payment.TOKEN_BYTES, token.length);
        assertTrue(payment.till().redeem(token) > 0, "a token pays for something");
    }

    @Test
    void noTwoBlocksAreAlike() throws Exception {
        Payment payment = payment();
        assertFalse(
                Arrays.equals(payment.wallet().draw(node()), payment.wallet().draw(node())), "padding is random");
    }

    @Test
    void theTillKeepsTheCallersArrayAsItIs() throws Exception {
        Payment payment = payment();
        byte[] token = payment.wallet().draw(node());
        byte[] copy = token.clone();
        payment.till().redeem(token);
        assertTrue(Arrays.equals(copy, token));
    }

    @Test
    void whatNobodyPaidIsRefused() {
        Payment payment = payment();
        Random random = new Random(17);
        for (int i = 0; i < FORGERIES; i++) {
            byte[] forged = new byte[Payment.TOKEN_BYTES];
            random.nextBytes(forged);
            assertUnpaid(payment, forged);
        }
    }

    @Test
    void wrongLengthsAreRefused() {
        Payment payment = payment();
        for (int length : new int[] {0, 1, 8, Payment.TOKEN_BYTES - 1, Payment.TOKEN_BYTES + 1, 65_536}) {
            assertUnpaid(payment, new byte[length]);
        }
    }

    private static void assertUnpaid(Payment payment, byte[] tokens) {
        Port17Exception e =
                assertThrows(Port17Exception.class, () -> payment.till().redeem(tokens));
        assertEquals(ErrorKind.UNPAID, e.kind());
        assertNotNull(e.getMessage());
    }
}
