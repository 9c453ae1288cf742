package org.port17.launcher.localnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.world.Spot;
import org.port17.launcher.world.World;

/**
 * Who is who in a local network. The first node hosts the authority, the second half are exits. The first third of the
 * exits is not on the trust list, so that they carry only what is encrypted; everybody else is. Owners and countries
 * repeat, as they do outside. In a {@link World} all of that is as the world says.
 *
 * @param instances the nodes in order, the client last
 * @param authorityPort where the map is served
 * @param request what was asked for
 * @param socks the client's SOCKS5 listener
 * @param http the client's HTTP proxy
 */
public record NetPlan(List<Instance> instances, int authorityPort, NetRequest request, HostPort socks, HostPort http) {
    private static final List<String> OWNERS =
            List.of("alder", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo", "hazel", "ivy", "juniper");
    private static final List<String> COUNTRIES = List.of("DE", "NL", "SE", "CH", "IS", "FR", "CA", "JP", "NO", "AT");
    /** The first of the numbers set aside for documentation (RFC 5398). */
    private static final int FIRST_AS = 64_496;

    private static final String CLIENT = "client";

    /** One exit in so many is nobody's to trust. */
    private static final int COMMUNITY = 3;

    public NetPlan {
        instances = List.copyOf(instances);
    }

    public static NetPlan of(NetRequest request) throws LaunchException {
        Ports ports = new Ports(new Random());
        ports.leave(request.allow().stream().map(HostPort::port).toList());
        HostPort socks = listener(ports, "socks", request.socks());
        HostPort http = listener(ports, "http", request.http());
        List<Instance> instances =
                request.world().isPresent() ? inWorld(request.world().get(), ports) : alike(request.nodes(), ports);
        return new NetPlan(instances, ports.next(), request, socks, http);
    }

    private static List<Instance> inWorld(World world, Ports ports) throws LaunchException {
        List<Instance> instances = new ArrayList<>();
        for (Spot spot : world.nodes()) {
            List<String> features = new ArrayList<>();
            features.add(spot.isExit() ? Instance.EXIT : Instance.RELAY);
            features.add(Instance.DELAY);
            if (instances.isEmpty()) {
                features.add(Instance.AUTHORITY);
            }
            instances.add(new Instance(
                    spot.name(),
                    features,
                    spot.owner(),
                    spot.country(),
                    spot.as(),
                    spot.trusted(),
                    spot.address(),
                    new InstancePorts(ports.next(), ports.next(), 0)));
        }
        instances.add(new Instance(
                CLIENT,
                List.of(Instance.CLIENT, Instance.DELAY),
                "",
                "",
                0,
                false,
                world.client().address(),
                new InstancePorts(ports.next(), 0, 0)));
        return instances;
    }

    private static List<Instance> alike(int nodes, Ports ports) throws LaunchException {
        List<Instance> instances = new ArrayList<>();
        int exits = Math.max(1, nodes / 2);
        int firstExit = nodes - exits;
        for (int i = 0; i < nodes; i++) {
            List<String> features = new ArrayList<>();
            features.add(i >= firstExit ? Instance.EXIT : Instance.RELAY);
            if (i == 0) {
                features.add(Instance.AUTHORITY);
            }
            int owner = i % owners(nodes);
            instances.add(new Instance(
                    "n" + (i + 1),
                    features,
                    ownerName(owner),
                    COUNTRIES.get(i % COUNTRIES.size()),
                    FIRST_AS + owner % 16,
                    i < firstExit || i >= firstExit + exits / COMMUNITY,
                    Instance.LOCAL,
                    new InstancePorts(ports.next(), ports.next(), ports.next())));
        }
        instances.add(new Instance(
                CLIENT,
                List.of(Instance.CLIENT),
                "",
                "",
                0,
                false,
                Instance.LOCAL,
                new InstancePorts(ports.next(), 0, 0)));
        return instances;
    }

    /** Small networks have an owner per node; larger ones one for every three nodes out of two, and at least four. */
    static int owners(int nodes) {
        return nodes <= 4 ? nodes : Math.max(4, nodes * 2 / 3);
    }

    private static String ownerName(int owner) {
        return OWNERS.get(owner % OWNERS.size()) + (owner < OWNERS.size() ? "" : owner / OWNERS.size() + 1);
    }

    private static HostPort listener(Ports ports, String option, Optional<HostPort> wanted) throws LaunchException {
        return wanted.isPresent() ? ports.take(option, wanted.get()) : new HostPort("127.0.0.1", ports.next());
    }

    public Instance client() {
        return instances.get(instances.size() - 1);
    }

    public List<Instance> nodes() {
        return instances.subList(0, instances.size() - 1);
    }

    public String authority() {
        return "http://127.0.0.1:" + authorityPort;
    }
}
