package org.port17.spi.payment;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One way to pay for circuits. Registered as an OSGi service with the property {@code payment.name}. Client and node
 * must use the same one; a client's wallet and a node's till meet only in the {@link #TOKEN_BYTES}-byte block that
 * travels inside a {@code BUILD} slot.
 */
@ConsumerType
public interface Payment {
    String NAME = "payment.name";

    /** Room for access tokens in every {@code BUILD} slot. */
    int TOKEN_BYTES = 512;

    String name();

    Wallet wallet();

    Till till();
}
