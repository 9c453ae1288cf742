package org.port17.circuit;

import org.port17.spi.dialer.DirectDialer;
import org.port17.spi.rule.RuleBook;
import org.port17.spi.trust.TrustBook;

/** Gives a client its rules, as the component runtime does. */
public final class GivenRules {
    private GivenRules() {}

    public static void come(CircuitService client, RuleBook book) {
        client.bindRules(book);
    }

    public static void trust(CircuitService client, TrustBook book) {
        client.bindTrust(book);
    }

    public static void noTrust(CircuitService client, TrustBook book) throws Exception {
        client.unbindTrust(book);
    }

    public static void direct(CircuitService client, DirectDialer dialer) {
        client.bindDirect(dialer);
    }

    public static void noDirect(CircuitService client, DirectDialer dialer) {
        client.unbindDirect(dialer);
    }

    public static void go(CircuitService client, RuleBook book) {
        client.unbindRules(book);
    }
}
