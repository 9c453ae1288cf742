package org.port17.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each role boots from the distribution with nothing but its own few settings, complete and without an error. */
class AssemblyBootIT {
    private static final Duration SETTLE = Duration.ofSeconds(30);

    private static final Map<String, List<String>> SETTINGS = Map.of(
            "org.port17.netmap",
                    List.of("authority.key = " + "5866666666666666666666666666666666666666666666666666666666666666"),
            "org.port17.node", List.of("name = boots", "owner = test", "country = CH", "as = 64500"),
            "org.port17.relay", List.of("listen = tcp:127.0.0.1:0, ws:127.0.0.1:0/port17"),
            "org.port17.authority", List.of("host = 127.0.0.1", "port = 0", "suites.permitted = 0x0101, 0x0102"),
            "org.port17.edge.socks", List.of("host = 127.0.0.1", "port = 0"),
            "org.port17.edge.http", List.of("host = 127.0.0.1", "port = 0"));

    @ParameterizedTest
    @ValueSource(strings = {"port17-client", "port17-relay", "port17-exit", "port17-authority"})
    void bootsComplete(String role) throws IOException {
        try (KarafProcess karaf = KarafProcess.port17(role, role, SETTINGS);
                Console admin = karaf.console("admin")) {
            assertTrue(admin.ask("feature:list -i").contains(role));
            if (!role.equals("port17-authority")) {
                // An authority is no neighbour of anyone: its link waits for a map source.
                Await.until(
                        SETTLE,
                        "every component of " + role,
                        () -> waiting(admin).isEmpty());
            }
            assertEquals(List.of(), Bundles.of(admin).unresolved());
            assertEquals(List.of(), errors(karaf.log()));
        }
    }

    /** A role comes to a running node, and its uninstallation leaves what was there before. */
    @Test
    void aRelayBecomesAnExitAndBack() throws IOException {
        try (KarafProcess karaf = KarafProcess.port17("becomes-exit", "port17-relay", SETTINGS);
                Console admin = karaf.console("admin")) {
            Bundles relay = Bundles.of(admin);
            List<String> refreshedAtBoot = Bundles.refreshed(karaf.log());

            admin.ask("feature:install port17-exit");
            assertTrue(Bundles.of(admin).names().contains("org.port17.edge.dialer"));
            assertTrue(Bundles.of(admin).holdsAll(relay));

            admin.ask("feature:uninstall port17-exit");
            assertEquals(relay.names(), Bundles.of(admin).names());
            assertEquals(refreshedAtBoot, Bundles.refreshed(karaf.log()));
        }
    }

    /**
     * Felix reports as an error that a service was asked for in the moment it was replaced; the asker gets the new one. The SSH
     * server reports likewise that it was closed while it waited for connections: Karaf starts it anew when its configuration is written.
     */
    private static List<String> errors(String log) {
        return log.lines()
                .filter(l -> l.contains("| ERROR |") && !l.endsWith("FrameworkEvent ERROR"))
                .filter(l -> !l.endsWith("no longer accepting incoming connections <===="))
                .toList();
    }

    private static List<String> waiting(Console admin) {
        try {
            return admin.ask("bundle:diag")
                    .lines()
                    .filter(l -> l.contains("missing"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
