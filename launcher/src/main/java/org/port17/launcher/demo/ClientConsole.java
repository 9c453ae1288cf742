package org.port17.launcher.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.json.JsonException;
import org.port17.launcher.json.JsonReader;
import org.port17.launcher.localnet.ConsoleClient;
import org.port17.launcher.localnet.Instance;

/** What the client's own console says. */
record ClientConsole(ConsoleClient console, Instance client) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    Map<String, Object> ask(String command) throws LaunchException {
        try {
            ConsoleClient.Answer answer = console.ask(client, command, TIMEOUT);
            if (answer.exitCode() != 0) {
                throw LaunchException.failed(
                        "the client refused " + command + ": " + answer.output().strip());
            }
            return JsonReader.object(answer.output().strip());
        } catch (IOException | JsonException e) {
            throw LaunchException.failed("the client did not answer " + command + ": run the demo again", e);
        }
    }

    Map<String, Object> explain(String application, HostPort to, boolean encrypted) throws LaunchException {
        return ask("port17:route --json " + (encrypted ? "" : "--plain ") + "explain " + application + " " + to.text());
    }

    /** The nodes that carry an application's open connection, entry first; empty if there is no such connection. */
    List<String> route(String application, HostPort to) throws LaunchException {
        List<Object> circuits = list(ask("port17:streams --json"), "streams").stream()
                .filter(s ->
                        application.equals(s.get("application")) && to.text().equals(s.get("destination")))
                .map(s -> (Object) s.get("circuit"))
                .toList();
        return list(ask("port17:circuits --json"), "circuits").stream()
                .filter(c -> circuits.contains(c.get("id")))
                .findFirst()
                .map(c -> list(c, "hops").stream()
                        .map(hop -> String.valueOf(hop.get("name")))
                        .toList())
                .orElse(List.of());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> object, String key) {
        return object.get(key) instanceof List<?> items && items.stream().allMatch(Map.class::isInstance)
                ? (List<Map<String, Object>>) items
                : List.of();
    }
}
