package org.port17.launcher.world;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.localnet.Ports;

/** Nodes, origins and a client, each with a loopback address of its own; the first node hosts the authority. */
public record World(List<Spot> spots) {
    private static final String FILE = "world.txt";
    private static final int COLUMNS = 7;
    /** The first of the numbers set aside for documentation (RFC 5398). */
    private static final int FIRST_AS = 64_496;
    /** Nobody listens below by chance, as on 127.0.0.1, and each spot has a /16 of its own, since routes avoid neighbours. */
    private static final int FIRST_NETWORK = 10;

    public World {
        spots = List.copyOf(spots);
    }

    /** The one that comes with the launcher. */
    public static World read() {
        try (InputStream in = World.class.getResourceAsStream(FILE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines());
        } catch (IOException e) {
            throw new IllegalStateException(FILE, e);
        }
    }

    /** @throws IllegalArgumentException with the first line that is none of a world's */
    static World parse(Stream<String> lines) {
        List<Spot> spots = new ArrayList<>();
        Set<String> owners = new LinkedHashSet<>();
        for (String line : lines.filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
            String[] part = line.strip().split("\\s+", COLUMNS);
            if (part.length != COLUMNS
                    || !part[0].matches("exit|relay|origin|client")
                    || !part[3].matches("[A-Z]{2}")) {
                throw new IllegalArgumentException(line);
            }
            String owner = part[1].equals("-") ? "" : part[1];
            // What is nobody's stands in a system of its own.
            owners.add(owner.isEmpty() ? part[6] : owner);
            int as = FIRST_AS + List.copyOf(owners).indexOf(owner.isEmpty() ? part[6] : owner);
            spots.add(new Spot(
                    part[0],
                    owner,
                    part[2].equals("trusted"),
                    part[3],
                    Double.parseDouble(part[4]),
                    Double.parseDouble(part[5]),
                    part[6],
                    as,
                    "127." + (FIRST_NETWORK + spots.size()) + ".0.1"));
        }
        return new World(spots);
    }

    public List<Spot> nodes() {
        return spots.stream().filter(Spot::isNode).toList();
    }

    public List<Spot> exits() {
        return spots.stream().filter(Spot::isExit).toList();
    }

    public List<Spot> origins() {
        return spots.stream().filter(s -> s.role().equals("origin")).toList();
    }

    public Spot client() {
        return spots.stream().filter(s -> s.role().equals("client")).findFirst().orElseThrow();
    }

    public Optional<Spot> at(String address) {
        return spots.stream().filter(s -> s.address().equals(address)).findFirst();
    }

    /** The exit that stands farthest from an origin. */
    public Spot farthest(Spot origin) {
        return exits().stream()
                .max(java.util.Comparator.comparingDouble(origin::kmTo))
                .orElseThrow();
    }

    /** @throws LaunchException where the system has fewer loopback addresses than this needs */
    public void requireAddresses() throws LaunchException {
        for (Spot spot : spots) {
            if (!Ports.isFree(spot.address(), 0)) {
                throw LaunchException.failed("this system does not give " + spot.address()
                        + " to loopback, as Linux does: run the demo without --world");
            }
        }
    }
}
