package org.port17.authority;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.NodeStatement;

/** Validated configuration; see {@link AuthorityConfig}. */
record AuthoritySettings(
        Place place, Judgement judgement, Rules rules, AddressRules addresses, Times times, Measuring measuring) {
    private static final int MAX_TRUSTED = 10_000;

    /** @param port 0 takes a free one */
    record Place(String network, String host, int port, Path state) {}

    /**
     * @param bootstrapOwners number of owners at which bootstrap mode ends; 0: never on
     * @param network the network file, where several authorities sign or the founder wrote one
     */
    record Rules(List<Integer> suites, OwnerRule owners, int bootstrapOwners, Optional<NetworkFile> network) {
        Rules {
            suites = List.copyOf(suites);
        }
    }

    /** @param drop a node that was silent for so long leaves the map */
    record Times(Duration interval, Duration drop, Duration validity) {}

    /**
     * How nodes are measured.
     *
     * @param period how often each; zero: never
     * @param time how long it takes
     * @param places how often it is looked where each stands; zero: never
     */
    record Measuring(Duration period, Duration time, Duration places) {
        /** A result counts for so many periods. */
        private static final int STALE = 3;

        boolean never() {
            return period.isZero();
        }

        Duration stale() {
            return period.multipliedBy(STALE);
        }

        Duration placesStale() {
            return places.multipliedBy(STALE);
        }
    }

    /**
     * @param dataDirectory Karaf's data directory, empty if unknown
     * @throws Port17Exception CONFIG that names the key and what it should be
     */
    static AuthoritySettings of(AuthorityConfig config, String dataDirectory) throws Port17Exception {
        require(NodeStatement.nameFits(config.network()), "network must be 1 to 32 characters of a-z, 0-9 and -");
        require(!config.host().isBlank(), "host must be an address such as 127.0.0.1");
        String file = config.network_file().strip();
        Optional<NetworkFile> network =
                file.isEmpty() ? Optional.empty() : Optional.of(NetworkFile.read(file, "network.file"));
        Place place = new Place(
                network.map(NetworkFile::name).orElse(config.network()),
                config.host().strip(),
                number("port", config::port, 0, 65_535),
                state(config.state().strip(), dataDirectory));
        Map<String, String> ownerKeys = ownerKeys(config.owner_keys());
        boolean several = network.map(n -> n.quorum().keys().size() > 1).orElse(false);
        return new AuthoritySettings(
                place,
                new Judgement(
                        trusted(config.trusted(), several),
                        owners(config.trusted_owners(), ownerKeys),
                        capacities(config.capacities()),
                        ownerKeys),
                new Rules(
                        suites(config.suites_permitted()),
                        new OwnerRule(network.map(NetworkFile::ownersCertified).orElse(false), ownerKeys),
                        number("bootstrap.owners", config::bootstrap_owners, 0, 0xffff),
                        network),
                new AddressRules(
                        flag("addresses.local", config::addresses_local),
                        ports(config.addresses_ports()),
                        Duration.ofMinutes(
                                number("addresses.recheck.minutes", config::addresses_recheck_minutes, 1, 1_440))),
                times(config, network),
                new Measuring(
                        Duration.ofHours(number("measure.hours", config::measure_hours, 0, 720)),
                        Duration.ofSeconds(number("measure.seconds", config::measure_seconds, 5, 60)),
                        Duration.ofHours(number("measure.places.hours", config::measure_places_hours, 0, 2_160))));
    }

    /** @param network says how many turns may be lost in a row: those of all authorities that need not sign */
    private static Times times(AuthorityConfig config, Optional<NetworkFile> network) throws Port17Exception {
        Times times = new Times(
                Duration.ofSeconds(number("interval.seconds", config::interval_seconds, 1, 86_400)),
                Duration.ofMinutes(number("drop.minutes", config::drop_minutes, 1, 10_080)),
                Duration.ofHours(number("validity.hours", config::validity_hours, 1, 720)));
        require(
                times.validity().compareTo(times.interval().multipliedBy(2)) >= 0,
                "validity.hours must be at least twice interval.seconds");
        int authorities = network.map(n -> n.quorum().keys().size()).orElse(1);
        int turns = 1 + authorities - network.map(n -> n.quorum().needed()).orElse(1);
        long most = Registry.LAST_USE_SECONDS / turns;
        require(
                authorities == 1 || times.interval().toSeconds() <= most,
                "interval.seconds must be at most " + most + " where " + (turns - 1) + " of " + authorities
                        + " authorities may miss their turns, or prekeys would end before the next are in a map");
        return times;
    }

    /** @param several whether other authorities sign too: whose name is whose they cannot know of each other */
    private static Set<String> trusted(String[] configured, boolean several) throws Port17Exception {
        Set<String> trusted = new LinkedHashSet<>();
        for (String text : items(configured)) {
            if (text.length() == 2 * NodeId.BYTES) {
                trusted.add(NodeId.parse(text).toString());
            } else {
                require(NodeStatement.nameFits(text), "trusted must list node names or node ids");
                require(!several, "trusted must list node ids, no names, where several authorities sign");
                trusted.add(text);
            }
        }
        require(trusted.size() <= MAX_TRUSTED, "trusted must list at most 10000 nodes");
        return trusted;
    }

    private static Set<String> owners(String[] configured, Map<String, String> keys) throws Port17Exception {
        Set<String> owners = new LinkedHashSet<>(items(configured));
        for (String owner : owners) {
            require(NodeStatement.ownerFits(owner), "trusted.owners must list names of owners");
            require(
                    keys.containsKey(owner),
                    "trusted.owners must list owners whose keys are in owner.keys: else who takes a name first is trusted");
        }
        require(owners.size() <= MAX_TRUSTED, "trusted.owners must list at most 10000 owners");
        return owners;
    }

    private static Map<String, String> ownerKeys(String[] configured) throws Port17Exception {
        Map<String, String> keys = new HashMap<>();
        for (String text : items(configured)) {
            int colon = Math.max(0, text.lastIndexOf(':'));
            String owner = text.substring(0, colon).strip();
            String key = text.substring(colon + 1).strip();
            require(
                    NodeStatement.ownerFits(owner) && key.matches("[0-9a-f]{64}"),
                    "owner.keys must list an owner's name, a colon and his public key of 64 hexadecimal digits");
            require(keys.put(owner, key) == null, "owner.keys must name no owner twice");
        }
        return keys;
    }

    private static Map<String, Long> capacities(String[] configured) throws Port17Exception {
        Map<String, Long> capacities = new HashMap<>();
        for (String text : items(configured)) {
            int colon = text.indexOf(':');
            String who = text.substring(0, Math.max(0, colon)).strip();
            String number = text.substring(colon + 1).strip();
            boolean fits =
                    (who.length() == 2 * NodeId.BYTES || NodeStatement.nameFits(who)) && number.matches("[0-9]{1,15}");
            require(fits, "capacities must list a node's name or id, a colon and bytes a second, such as ada:12500000");
            String key = who.length() == 2 * NodeId.BYTES ? NodeId.parse(who).toString() : who;
            require(capacities.put(key, Long.parseLong(number)) == null, "capacities must name no node twice");
        }
        require(capacities.size() <= MAX_TRUSTED, "capacities must list at most 10000 nodes");
        return capacities;
    }

    private static List<Integer> suites(String[] configured) throws Port17Exception {
        Set<Integer> suites = new LinkedHashSet<>();
        for (String item : items(configured)) {
            try {
                int id = Integer.decode(item);
                require(id > 0 && id <= 0xffff, "suites.permitted must list numbers from 1 to 65535");
                suites.add(id);
            } catch (NumberFormatException e) {
                throw new Port17Exception(
                        ErrorKind.CONFIG, Retry.NEVER, "suites.permitted must list numbers such as 0x0101", e);
            }
        }
        require(
                !suites.isEmpty() && suites.size() <= NodeStatement.MAX_SUITES,
                "suites.permitted must list 1 to 32 suites");
        return new ArrayList<>(suites);
    }

    private static List<AddressRules.Ports> ports(String[] configured) throws Port17Exception {
        List<AddressRules.Ports> ports = new ArrayList<>();
        for (String text : items(configured)) {
            require(
                    text.matches("[0-9]{1,5}( *- *[0-9]{1,5})?"),
                    "addresses.ports must list ports and ranges of ports, such as 443, 1024-65535");
            String[] ends = text.split(" *- *");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            require(
                    first > 0 && first <= last && last <= 65_535,
                    "addresses.ports must list ports from 1 to 65535, in ranges from the lower to the higher");
            ports.add(new AddressRules.Ports(first, last));
        }
        require(!ports.isEmpty(), "addresses.ports must list at least one port");
        return ports;
    }

    private static boolean flag(String key, BooleanSupplier value) throws Port17Exception {
        try {
            return value.getAsBoolean();
        } catch (RuntimeException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, key + " must be true or false", e);
        }
    }

    /** A .cfg file gives a list as one text with commas, the configuration service as an array. */
    private static List<String> items(String[] configured) {
        return Arrays.stream(configured)
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static Path state(String configured, String dataDirectory) throws Port17Exception {
        require(
                !configured.isEmpty() || !dataDirectory.isEmpty(),
                "state must name a directory where there is no ${karaf.data}");
        try {
            return configured.isEmpty() ? Path.of(dataDirectory, "port17", "authority") : Path.of(configured);
        } catch (InvalidPathException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, "state is not a directory name", e);
        }
    }

    /** @param value the key's method; it fails when the file holds something that is no number */
    private static int number(String key, IntSupplier value, int least, int most) throws Port17Exception {
        int number;
        try {
            number = value.getAsInt();
        } catch (RuntimeException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, key + " must be a whole number", e);
        }
        if (number < least || number > most) {
            throw new Port17Exception(ErrorKind.CONFIG, key + " must lie between " + least + " and " + most);
        }
        return number;
    }

    private static void require(boolean condition, String otherwise) throws Port17Exception {
        if (!condition) {
            throw new Port17Exception(ErrorKind.CONFIG, otherwise);
        }
    }
}
