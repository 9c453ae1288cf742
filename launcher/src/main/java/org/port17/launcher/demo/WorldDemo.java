package org.port17.launcher.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.localnet.ConsoleClient;
import org.port17.launcher.localnet.Distribution;
import org.port17.launcher.localnet.Instance;
import org.port17.launcher.localnet.Localnet;
import org.port17.launcher.localnet.NetRecord;
import org.port17.launcher.localnet.NetRequest;
import org.port17.launcher.localnet.Tuning;
import org.port17.launcher.world.Spot;
import org.port17.launcher.world.World;

/** Shows in a small world how exits are chosen: near the destination, by rules, and trusted ones for what they can read. */
public final class WorldDemo implements Performance {
    private static final String FIRST = "browser";
    /** As many applications read each origin in the clear, since each has exits of its own. */
    private static final int READERS = 2;

    private static final Duration MAP = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 500;

    private final Path folder;
    private final Progress progress;
    private final NetRequest wanted;
    private final Distribution distribution;
    private final Localnet localnet;
    private final World world = World.read();
    private final List<Site> sites = new ArrayList<>();

    /**
     * @param folder an empty folder of the demo's own
     * @param wanted where the client shall listen
     */
    public WorldDemo(Path folder, Progress progress, NetRequest wanted, Distribution distribution) {
        this.folder = folder;
        this.progress = progress;
        this.wanted = wanted;
        this.distribution = distribution;
        this.localnet = new Localnet(folder.resolve("net"), progress);
    }

    @Override
    public Localnet localnet() {
        return localnet;
    }

    @Override
    public Outcome perform() throws LaunchException, InterruptedException {
        world.requireAddresses();
        SSLContext certificate = openSites();
        List<Spot> nodes = world.nodes();
        progress.step("starting " + nodes.size() + " nodes of "
                + nodes.stream().map(Spot::owner).distinct().count() + " owners in "
                + nodes.stream().map(Spot::country).distinct().count()
                + " countries, and a client in " + world.client().city());
        NetRecord net = localnet.up(request(), distribution);
        Instance client = net.members().get(net.members().size() - 1).instance();
        try (ConsoleClient admin = new ConsoleClient(localnet.layout(), "admin")) {
            ClientConsole console = new ClientConsole(admin, client);
            awaitMap(console);
            WorldRules rules = WorldRules.of(world);
            use(rules, client, console);
            return visits(new Visitor(world, HostPort.parse("socks", net.socks()), certificate, console), rules, net);
        }
    }

    private SSLContext openSites() throws LaunchException, InterruptedException {
        try {
            SSLContext certificate = Certificate.make(folder);
            for (Spot origin : world.origins()) {
                sites.add(Site.open(origin, certificate));
            }
            return certificate;
        } catch (IOException e) {
            throw LaunchException.failed(
                    "the origins cannot be started (" + e.getMessage() + "): run the demo again", e);
        }
    }

    private NetRequest request() {
        List<HostPort> allow = new ArrayList<>();
        for (Site site : sites) {
            allow.add(site.at(true));
            allow.add(site.at(false));
        }
        // One process: twenty would take four times the memory.
        return new NetRequest(
                localnet.layout().dir(),
                world.nodes().size(),
                wanted.socks(),
                wanted.http(),
                allow,
                "tcp",
                true,
                Optional.of(world),
                Tuning.NONE);
    }

    /** Which exits are nearest is only certain once the client knows all of them. */
    private void awaitMap(ClientConsole console) throws LaunchException, InterruptedException {
        long limit = System.nanoTime() + MAP.toNanos();
        while (!(console.ask("port17:status --json").get("map") instanceof Map<?, ?> map)
                || !Long.valueOf(world.nodes().size()).equals(map.get("nodes"))) {
            if (System.nanoTime() > limit) {
                throw LaunchException.failed("the client does not learn of all nodes: run the demo again");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void use(WorldRules rules, Instance client, ClientConsole console) throws LaunchException {
        try {
            Files.writeString(localnet.layout().etc(client.name()).resolve("port17.rules"), rules.text());
        } catch (IOException e) {
            throw LaunchException.failed("the rule file cannot be written: make room in " + folder.getParent(), e);
        }
        console.ask("port17:rules-reload --json");
    }

    private Outcome visits(Visitor visitor, WorldRules rules, NetRecord net) throws LaunchException {
        List<Visit> near = new ArrayList<>();
        for (Site site : sites) {
            near.add(visit(visitor, FIRST, site, true));
        }
        WorldProof.near(near);
        Visit byRule = visit(visitor, WorldRules.BY_RULE, sites.get(0), true);
        WorldProof.byRule(byRule, near.get(0), rules);
        List<Visit> plain = new ArrayList<>();
        for (Site site : sites) {
            for (int i = 1; i <= READERS; i++) {
                plain.add(visit(visitor, "reader-" + i, site, false));
            }
        }
        Visit community = visit(visitor, WorldRules.STUBBORN, sites.get(0), true);
        Map<String, Object> explained =
                visitor.console().explain(WorldRules.STUBBORN, sites.get(0).at(false), false);
        WorldProof.plaintext(plain, sites, world, isRefused(visitor, sites.get(0)));
        String curl = "curl -k --proxy-user " + WorldRules.BY_RULE + ":- --socks5-hostname " + net.socks() + " https://"
                + sites.get(0).at(true).text() + "/";
        return new WorldOutcome(world, rules, near, byRule, community, plain, explained, net, curl);
    }

    private Visit visit(Visitor visitor, String application, Site site, boolean encrypted) throws LaunchException {
        try {
            Visit visit = visitor.visit(application, site, encrypted);
            WorldProof.route(visit);
            progress.step(application + (encrypted ? ", encrypted, " : ", in the clear, ") + "reached "
                    + site.spot().city() + " through " + visit.exit().city());
            return visit;
        } catch (Visitor.Refused e) {
            throw LaunchException.failed(
                    application + " got no answer from " + site.spot().city() + " (" + e.getMessage()
                            + "): run the demo again, and report it with the output of ./port17 doctor if it stays",
                    e);
        }
    }

    private boolean isRefused(Visitor visitor, Site site) throws LaunchException {
        try {
            visitor.visit(WorldRules.STUBBORN, site, false);
            return false;
        } catch (Visitor.Refused e) {
            progress.step(
                    WorldRules.STUBBORN + ", in the clear, was refused: its rule wants exits that are not trusted");
            return true;
        }
    }

    @Override
    public void close() {
        sites.forEach(Site::close);
    }
}
