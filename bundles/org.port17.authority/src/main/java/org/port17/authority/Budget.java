package org.port17.authority;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.RateLimit;

/**
 * How many dials in vain are allowed: for each origin and for each certified owner 16, then one in 4 s; to each machine 4, then
 * one a minute; to each neighbourhood of machines 16, then one in 15 s, unless the node announced itself from there. A dial that
 * finds the node is paid back. Nothing bounds what stays within a local network. Thread-safe.
 */
final class Budget {
    /** Enough that forgetting the longest unused is no way to begin anew. */
    private static final int CALLERS = 1 << 16;

    private final AddressRules rules;
    private final RateLimit origins;
    private final RateLimit owners;
    private final RateLimit machines;
    private final RateLimit prefixes;

    Budget(AddressRules rules, LongSupplier nanos) {
        this.rules = rules;
        this.origins = new RateLimit(0.25, 16, CALLERS, nanos);
        this.owners = new RateLimit(0.25, 16, CALLERS, nanos);
        this.machines = new RateLimit(1 / 60.0, 4, CALLERS, nanos);
        this.prefixes = new RateLimit(1 / 15.0, 16, CALLERS, nanos);
    }

    private record Charge(RateLimit limit, String who) {}

    private List<Charge> charges(Registry.Due due) throws Port17Exception {
        List<Charge> charges = new ArrayList<>();
        if (!due.node().origin().isEmpty()) {
            charges.add(new Charge(origins, due.node().origin()));
        }
        // An owner's name alone says nothing: anybody could use up another's.
        if (!due.node().ownerKey().isEmpty()) {
            charges.add(new Charge(owners, due.node().ownerKey()));
        }
        AddressRules.Target target = rules.target(due.endpoint());
        // Who announces itself from where it says it is pays as that origin only: else strangers who claim its address
        // could
        // use up what is allowed there.
        if (target.bounded() && !target.prefix().equals(due.node().origin())) {
            charges.add(new Charge(machines, target.address()));
            charges.add(new Charge(prefixes, target.prefix()));
        }
        return charges;
    }

    /** Pays for a dial. @return false, and nothing is paid, if it may not be now */
    synchronized boolean take(Registry.Due due) {
        try {
            List<Charge> paid = new ArrayList<>();
            for (Charge charge : charges(due)) {
                if (!charge.limit().admits(charge.who())) {
                    paid.forEach(c -> c.limit().giveBack(c.who()));
                    return false;
                }
                paid.add(charge);
            }
            return true;
        } catch (Port17Exception e) {
            return false; // the rules changed since it was announced
        }
    }

    synchronized void giveBack(Registry.Due due) {
        try {
            charges(due).forEach(c -> c.limit().giveBack(c.who()));
        } catch (Port17Exception e) {
            throw new IllegalStateException("it was paid for", e);
        }
    }
}
