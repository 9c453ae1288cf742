package org.port17.spi.payment;

import org.port17.api.Port17Exception;

/** A node's cash box. On the loop; must not block. */
public interface Till {
    /**
     * Redeems a token block of exactly {@link Payment#TOKEN_BYTES} bytes, at most once.
     *
     * @return bytes of traffic the token pays for before more must be paid; {@link Long#MAX_VALUE} if without limit
     * @throws Port17Exception UNPAID if the token is forged, spent or expired
     */
    long redeem(byte[] tokens) throws Port17Exception;
}
