package org.port17.payment.free;

import java.security.SecureRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.port17.spi.payment.Payment;
import org.port17.spi.payment.Till;
import org.port17.spi.payment.Wallet;

/** Traffic costs nothing: every wallet is full, and every till accepts a free token without limit. */
@Component(
        name = "org.port17.payment.free",
        service = Payment.class,
        property = Payment.NAME + "=" + FreePayment.NAME_VALUE)
public final class FreePayment implements Payment {
    static final String NAME_VALUE = "free";
    private final SecureRandom random = new SecureRandom();
    private final Wallet wallet = node -> FreeToken.make(random);
    private final Till till = tokens -> {
        FreeToken.check(tokens);
        return Long.MAX_VALUE;
    };

    @Activate
    public FreePayment() {}

    @Override
    public String name() {
        return NAME_VALUE;
    }

    @Override
    public Wallet wallet() {
        return wallet;
    }

    @Override
    public Till till() {
        return till;
    }
}
