package org.port17.circuit;

import org.port17.spi.rule.RuleBook;

/** Gives a client its rules, as the component runtime does. */
public final class GivenRules {
    private GivenRules() {}

    public static void come(CircuitService client, RuleBook book) {
        client.bindRules(book);
    }

    public static void go(CircuitService client, RuleBook book) {
        client.unbindRules(book);
    }
}
