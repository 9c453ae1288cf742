package org.port17.launcher.localnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.port17.launcher.cli.HostPort;

/** Writes the folder of one instance: its etc/ with our configuration, its empty data/. */
final class InstanceFolder {
    private final NetPlan plan;
    private final NetLayout layout;
    private final String authorityKey;

    /** @param authorityKey the authority's Ed25519 public key, 64 hexadecimal digits */
    InstanceFolder(NetPlan plan, NetLayout layout, String authorityKey) {
        this.plan = plan;
        this.layout = layout;
        this.authorityKey = authorityKey;
    }

    void write(Instance instance) throws IOException {
        Path etc = layout.etc(instance.name());
        Path data = layout.data(instance.name());
        PrivateFolder.create(layout.instance(instance.name()));
        PrivateFolder.copy(layout.home().resolve("etc"), etc);
        PrivateFolder.create(data);
        Files.createDirectories(data.resolve("tmp"));
        Files.createDirectories(data.resolve("log"));
        users(etc.resolve("keys.properties"));
        // The loopback port on which Karaf would take a shutdown word is not needed: SIGTERM does it.
        Files.writeString(etc.resolve("custom.properties"), "\nkaraf.shutdown.port = -1\n", append());
        Map<String, Map<String, String>> configuration = configuration(instance);
        if (plan.request().world().isPresent()) {
            new WorldFolder(plan.request().world().get(), layout).configure(instance, configuration);
        }
        for (Map.Entry<String, Map<String, String>> entry : configuration.entrySet()) {
            cfg(etc.resolve(entry.getKey() + ".cfg"), entry.getValue());
        }
    }

    private void users(Path file) throws IOException {
        String lines = "\nadmin = " + ConsoleKeys.encoded(layout.key("admin")) + ",_g_:admingroup\n" + "viewer = "
                + ConsoleKeys.encoded(layout.key("viewer")) + ",_g_:viewergroup\n";
        Files.writeString(file, lines, append());
    }

    private static StandardOpenOption[] append() {
        return new StandardOpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.APPEND};
    }

    /** Our configuration by PID. */
    private Map<String, Map<String, String>> configuration(Instance instance) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put(
                "org.port17.netmap",
                Map.of("source", plan.authority(), "authority.key", authorityKey, "poll.seconds", "1"));
        if (plan.request().transport().equals("ws")) {
            all.put("org.port17.plugins", Map.of("transports.prefer", "ws"));
        }
        if (instance.isClient()) {
            all.put("org.port17.edge.socks", listener(plan.socks()));
            all.put("org.port17.edge.http", listener(plan.http()));
            // A file that the feature would write is read again a second after the start, and resets what runs by then.
            all.put("org.port17.circuit", Map.of("hops", "3", "local.network", "true"));
            return all;
        }
        plan.request().tuning().configuration().forEach((pid, values) -> all.put(pid, new LinkedHashMap<>(values)));
        Map<String, String> node = new LinkedHashMap<>();
        node.put("name", instance.name());
        node.put("owner", instance.owner());
        node.put("country", instance.country());
        node.put("as", Integer.toString(instance.as()));
        node.put("publish", plan.authority());
        all.put("org.port17.node", node);
        Map<String, String> relay = all.computeIfAbsent("org.port17.relay", pid -> new LinkedHashMap<>());
        relay.put("listen", String.join(",", instance.endpoints()));
        // Somebody waits for this network to be up, and its nodes share one machine's processors.
        relay.putIfAbsent("warm.seconds", "3");
        if (!plan.request().allow().isEmpty()) {
            Map<String, String> dialer = new LinkedHashMap<>();
            dialer.put("allow", allowed());
            dialer.put("deny", ownListeners());
            all.put("org.port17.edge.dialer", dialer);
        }
        if (instance.isAuthority()) {
            all.put("org.port17.authority", authority());
        }
        return all;
    }

    private static Map<String, String> listener(HostPort at) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("host", at.host());
        values.put("port", Integer.toString(at.port()));
        return values;
    }

    private String allowed() {
        return plan.request().allow().stream().map(HostPort::text).collect(Collectors.joining(","));
    }

    /** Whatever is allowed, an exit does not open the network's own listeners. */
    private String ownListeners() {
        List<Integer> ports = new ArrayList<>(
                List.of(plan.authorityPort(), plan.socks().port(), plan.http().port()));
        for (Instance instance : plan.instances()) {
            ports.add(instance.ports().ssh());
            if (!instance.isClient()) {
                ports.add(instance.ports().tcp());
                ports.add(instance.ports().ws());
            }
        }
        return ports.stream()
                .filter(port -> port > 0)
                .map(port -> "0.0.0.0:" + port)
                .collect(Collectors.joining(","));
    }

    private Map<String, String> authority() {
        List<String> trusted = plan.nodes().stream()
                .filter(Instance::trusted)
                .map(Instance::name)
                .toList();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("host", "127.0.0.1");
        values.put("port", Integer.toString(plan.authorityPort()));
        values.put("trusted", String.join(",", trusted));
        values.put("addresses.local", "true");
        // All its nodes are on this machine: what one carries, the others lack.
        values.put("measure.hours", "0");
        return values;
    }

    private static void cfg(Path file, Map<String, String> values) throws IOException {
        StringBuilder text = new StringBuilder("# Written by ./port17 localnet. Edits take effect at once.\n");
        values.forEach(
                (key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        Files.writeString(file, text);
    }
}
