package org.port17.launcher.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.json.JsonException;
import org.port17.launcher.json.JsonReader;
import org.port17.launcher.localnet.ConsoleClient;
import org.port17.launcher.localnet.Instance;
import org.port17.launcher.localnet.NetRecord;

/** Asks the client which circuit carried the download, and each of its nodes what it forwarded. */
final class RouteProof {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private final ConsoleClient console;
    private final NetRecord net;

    RouteProof(ConsoleClient console, NetRecord net) {
        this.console = console;
        this.net = net;
    }

    /**
     * The hops of the circuit that carried at least {@code bytes} to the client, from its own neighbour to the exit.
     *
     * @throws LaunchException if there is no such circuit, or the nodes' own counters tell another story
     */
    List<Hop> hops(long bytes) throws LaunchException {
        Map<String, Object> circuit = list(ask(client(), "port17:circuits --json"), "circuits").stream()
                .filter(c -> number(c, "bytesDown") >= bytes)
                .max(Comparator.comparingLong(c -> number(c, "bytesDown")))
                .orElseThrow(() -> odd("no circuit of the client carried it"));
        List<Hop> hops = new ArrayList<>();
        for (Map<String, Object> hop : list(circuit, "hops")) {
            hops.add(hop(hop));
        }
        if (hops.size() < 3 || hops.stream().map(Hop::pid).distinct().count() != hops.size()) {
            throw odd("the route does not run through three processes");
        }
        for (Hop hop : hops) {
            if (hop.forwardedBytes() < bytes) {
                throw odd("node " + hop.node() + " counted only " + hop.forwardedBytes() + " bytes");
            }
        }
        return hops;
    }

    private Hop hop(Map<String, Object> hop) throws LaunchException {
        String name = String.valueOf(hop.get("name"));
        NetRecord.Member member = net.member(name).orElseThrow(() -> odd("a hop is not a node of this network"));
        Map<String, Object> status = ask(member.instance(), "port17:status --json");
        if (number(status, "pid") != member.process().pid() || !(status.get("relay") instanceof Map<?, ?> relay)) {
            throw odd("a node is not the process that was started for it");
        }
        return new Hop(
                name,
                String.valueOf(hop.get("owner")),
                String.valueOf(hop.get("country")),
                String.valueOf(hop.get("suite")),
                number(status, "pid"),
                number(relay, "bytesForwarded"));
    }

    private Instance client() {
        return net.members().get(net.members().size() - 1).instance();
    }

    private Map<String, Object> ask(Instance instance, String command) throws LaunchException {
        try {
            ConsoleClient.Answer answer = console.ask(instance, command, TIMEOUT);
            if (answer.exitCode() == 0) {
                return JsonReader.object(answer.output().strip());
            }
            throw odd(command + " failed on " + instance.name());
        } catch (IOException | JsonException e) {
            throw LaunchException.failed(
                    command + " was not answered by " + instance.name() + ": run the demo again", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> object, String key) throws LaunchException {
        if (object.get(key) instanceof List<?> items && items.stream().allMatch(Map.class::isInstance)) {
            return (List<Map<String, Object>>) items;
        }
        throw odd("the console gives no " + key);
    }

    private static long number(Map<?, ?> object, String key) {
        return object.get(key) instanceof Long value ? value : -1;
    }

    private static LaunchException odd(String what) {
        return LaunchException.failed("the download worked but its route could not be proven, since " + what
                + ": please report this with the output of ./port17 doctor");
    }
}
