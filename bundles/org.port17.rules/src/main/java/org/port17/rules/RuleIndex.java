package org.port17.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.port17.api.Destination;
import org.port17.api.IpAddress;
import org.port17.api.Port17Exception;
import org.port17.spi.rule.Ruling;

/**
 * Finds the first of many rules that fits: names by their labels, addresses by their networks, each for one application or for
 * everybody. Immutable but for the counts.
 */
final class RuleIndex {
    private final List<Rule> rules;
    private final AtomicLongArray hits;
    private final NameTree names = new NameTree();
    private final Map<String, Part> parts;
    private final Part everybody;
    private final List<Rule> idle;

    /** Of one application. */
    private record Part(int number, PortMap always, AddressTable v4, AddressTable v6) {
        int first(IpAddress address, int port, int best) {
            return (address.isV4() ? v4 : v6).first(address, port, best);
        }
    }

    private static final class Draft {
        final int number;
        final PortMap.Draft always = new PortMap.Draft();
        final AddressTable.Draft v4 = new AddressTable.Draft();
        final AddressTable.Draft v6 = new AddressTable.Draft();

        Draft(int number) {
            this.number = number;
        }

        Part part() {
            return new Part(number, always.map(), v4.table(), v6.table());
        }
    }

    RuleIndex(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        this.hits = new AtomicLongArray(rules.size());
        Map<String, Draft> drafts = new HashMap<>();
        Draft shared = new Draft(AppPorts.EVERYBODY);
        List<Rule> never = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            boolean any = false;
            if (rule.applications().isEmpty()) {
                any = add(shared, i, rule);
            }
            for (String application : rule.applications()) {
                any |= add(drafts.computeIfAbsent(application, a -> new Draft(drafts.size() + 1)), i, rule);
            }
            if (!any) {
                never.add(rule);
            }
        }
        names.finish();
        this.everybody = shared.part();
        Map<String, Part> finished = new HashMap<>();
        drafts.forEach((application, draft) -> finished.put(application, draft.part()));
        this.parts = finished;
        this.idle = List.copyOf(never);
    }

    /** @return whether the rule can ever be the first */
    private boolean add(Draft draft, int number, Rule rule) {
        if (rule.everywhere()) {
            return draft.always.add(number, rule.ports());
        }
        boolean any = false;
        for (NamePattern pattern : rule.names()) {
            any |= names.add(draft.number, pattern, number, rule.ports());
        }
        for (Network network : rule.networks()) {
            any |= (network.v4() ? draft.v4 : draft.v6).add(network, number, rule.ports());
        }
        return any;
    }

    /** The first rule's answer. Counts a hit if asked to. */
    Ruling ruling(String application, Destination destination, boolean count) {
        int number = first(application, destination.host(), destination.port());
        if (number == PortMap.NONE) {
            return Ruling.TUNNEL_EVERYTHING;
        }
        if (count) {
            hits.incrementAndGet(number);
        }
        return rules.get(number).ruling();
    }

    private int first(String application, String host, int port) {
        Part own = parts.isEmpty() ? null : parts.get(application.toLowerCase(Locale.ROOT));
        int first = everybody.always().first(port);
        if (own != null) {
            first = Math.min(first, own.always().first(port));
        }
        IpAddress address = address(host);
        if (address == null) {
            return names.first(own == null ? AppPorts.EVERYBODY : own.number(), host, port, first);
        }
        first = everybody.first(address, port, first);
        return own == null ? first : own.first(address, port, first);
    }

    /** Null for a name. */
    private static IpAddress address(String host) {
        boolean v6 = host.indexOf(':') >= 0;
        char last = host.charAt(host.length() - 1);
        if (!v6 && (last < '0' || last > '9')) {
            return null; // no top-level domain ends in a digit unless it is punycode, which is looked at below
        }
        try {
            return v6 ? IpAddress.parseV6(host) : IpAddress.looksLikeV4(host) ? IpAddress.parseV4(host) : null;
        } catch (Port17Exception e) {
            return null;
        }
    }

    /** Rules whose every condition is met by earlier rules with the very same conditions. */
    List<Rule> idle() {
        return idle;
    }

    List<Rule> rules() {
        return rules;
    }

    long hits(int number) {
        return hits.get(number);
    }
}
