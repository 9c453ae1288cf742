package org.port17.payment.free;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.payment.Payment;
import org.port17.testkit.PaymentContract;

class FreePaymentTest extends PaymentContract {
    @Override
    protected Payment payment() {
        return new FreePayment();
    }

    @Test
    void trafficIsUnlimited() throws Exception {
        byte[] token = payment().wallet().draw(node());
        assertEquals(Long.MAX_VALUE, payment().till().redeem(token));
        assertArrayEquals(new byte[8], Arrays.copyOf(token, 8));
    }

    @Test
    void everyBitOfTheHeadCounts() throws Exception {
        byte[] token = payment().wallet().draw(node());
        for (int bit = 0; bit < 64; bit++) {
            byte[] flipped = token.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Port17Exception e =
                    assertThrows(Port17Exception.class, () -> payment().till().redeem(flipped));
            assertEquals(ErrorKind.UNPAID, e.kind());
        }
    }
}
