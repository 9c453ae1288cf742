package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.SigningKey;
import org.port17.testkit.ConfigFuzz;

class AuthoritySettingsTest {
    @Test
    void listsMayComeAsOneText() throws Port17Exception {
        AuthoritySettings settings = AuthoritySettings.of(
                config(Map.of(
                        "trusted", new String[] {"ada, bob", ""},
                        "suites_permitted", new String[] {"0x0102,257"})),
                "/data");
        assertEquals(Set.of("ada", "bob"), settings.judgement().trusted());
        assertEquals(List.of(0x0102, 0x0101), settings.rules().suites());
        assertEquals("/data/port17/authority", settings.place().state().toString());
    }

    @Test
    void addressesArePublicOnesAtUsualPortsUnlessConfigured() throws Port17Exception {
        AddressRules usual = AuthoritySettings.of(config(Map.of()), "/data").addresses();
        assertEquals(AddressRulesTest.PUBLIC, usual);
        AddressRules other = AuthoritySettings.of(
                        config(Map.of("addresses_local", true, "addresses_ports", new String[] {"80, 90 - 95"})),
                        "/data")
                .addresses();
        assertTrue(other.local());
        assertEquals(List.of(new AddressRules.Ports(80, 80), new AddressRules.Ports(90, 95)), other.ports());
    }

    @Test
    void capacitiesAreOfNamesAndIds() throws Port17Exception {
        String id = "AB".repeat(32);
        AuthoritySettings settings = AuthoritySettings.of(
                config(Map.of("capacities", new String[] {"ada: 12500000, " + id + ":7"})), "/data");
        assertEquals(
                Map.of("ada", 12_500_000L, id.toLowerCase(Locale.ROOT), 7L),
                settings.judgement().capacities());
        for (String wrong : List.of("ada", "ada:-1", "Ada Lovelace:5", "ada:1e6", ":5", "ada:1,ada:2")) {
            refused("capacities", Map.of("capacities", new String[] {wrong}));
        }
    }

    @Test
    void nodesAreMeasuredOnceADayUnlessConfigured() throws Port17Exception {
        AuthoritySettings.Measuring usual =
                AuthoritySettings.of(config(Map.of()), "/data").measuring();
        assertEquals(
                new AuthoritySettings.Measuring(Duration.ofHours(24), Duration.ofSeconds(30), Duration.ofHours(168)),
                usual);
        assertEquals(Duration.ofHours(72), usual.stale());
        assertTrue(AuthoritySettings.of(config(Map.of("measure_hours", 0)), "/data")
                .measuring()
                .never());
    }

    @Test
    void wrongValuesNameTheirKey() {
        refused("measure.hours", Map.of("measure_hours", 721));
        refused("measure.seconds", Map.of("measure_seconds", 4));
        refused("measure.seconds", Map.of("measure_seconds", 61));
        refused("network", Map.of("network", "Big Net"));
        refused("host", Map.of("host", " "));
        refused("port", Map.of("port", 65_536));
        refused("trusted", Map.of("trusted", new String[] {"ada bob"}));
        refused("trusted.owners", Map.of("trusted_owners", new String[] {"a\nb"}));
        refused("trusted.owners", Map.of("trusted_owners", new String[] {"Ada"}));
        String key = "Bob:" + "0".repeat(64);
        refused("trusted.owners", Map.of("trusted_owners", new String[] {"Ada"}, "owner_keys", new String[] {key}));
        refused("owner.keys", Map.of("owner_keys", new String[] {"Ada:55"}));
        refused("network.file", Map.of("network_file", "/no/such/file"));
        refused("bootstrap.owners", Map.of("bootstrap_owners", -1));
        refused("suites.permitted", Map.of("suites_permitted", new String[] {"aes"}));
        refused("suites.permitted", Map.of("suites_permitted", new String[] {"0"}));
        refused("suites.permitted", Map.of("suites_permitted", new String[0]));
        refused("interval.seconds", Map.of("interval_seconds", 0));
        refused("drop.minutes", Map.of("drop_minutes", 0));
        refused("validity.hours", Map.of("validity_hours", 721));
        for (String wrong : List.of("", "0", "65536", "9-8", "a", "1-2-3", "-5", "99999999")) {
            refused("addresses.ports", Map.of("addresses_ports", new String[] {wrong}));
        }
        refused("addresses.recheck.minutes", Map.of("addresses_recheck_minutes", 0));
        refused("validity.hours", Map.of("validity_hours", 1, "interval_seconds", 3_600));
        Port17Exception e = assertThrows(Port17Exception.class, () -> AuthoritySettings.of(config(Map.of()), ""));
        assertTrue(e.getMessage().startsWith("state"));
    }

    /** Prekeys of a map last a quarter of an hour, in which the next is to come though all turns that may be lost are. */
    @Test
    void severalAuthoritiesTakeTurnsOften(@TempDir Path directory) throws Exception {
        int[][] cases = {{3, 2, 450}, {3, 3, 900}, {5, 3, 300}, {7, 4, 225}};
        for (int[] c : cases) {
            String file = network(directory, c[0], c[1]);
            Map<String, Object> right = Map.of("network_file", file, "interval_seconds", c[2]);
            assertEquals(
                    Duration.ofSeconds(c[2]),
                    AuthoritySettings.of(config(right), "/data").times().interval());
            refused(
                    "interval.seconds must be at most " + c[2],
                    Map.of("network_file", file, "interval_seconds", c[2] + 1));
        }
        Map<String, Object> alone = Map.of("network_file", network(directory, 1, 1), "interval_seconds", 3_600);
        assertEquals(
                Duration.ofHours(1),
                AuthoritySettings.of(config(alone), "/data").times().interval());
    }

    private static String network(Path directory, int authorities, int needed) throws Exception {
        List<SigningKey> keys = IntStream.rangeClosed(1, authorities)
                .mapToObj(RegistryTest::key)
                .toList();
        Quorum quorum = Quorum.of(
                keys.stream().map(k -> HexFormat.of().formatHex(k.publicKey())).toList(), needed);
        List<URI> sources = Collections.nCopies(authorities, URI.create("http://127.0.0.1:7017"));
        NetworkFile network = new NetworkFile("several", 1, quorum, sources, false);
        return Files.writeString(directory.resolve("network" + authorities + needed), network.signed(keys))
                .toString();
    }

    @Test
    void nonsenseIsRefusedInOneSentence() {
        Map<String, Object> right = Map.of("trusted", new String[] {"ada, bob"});
        ConfigFuzz.run(AuthorityConfig.class, right, config -> AuthoritySettings.of(config, "/data"));
    }

    private static void refused(String key, Map<String, Object> values) {
        Port17Exception e = assertThrows(Port17Exception.class, () -> AuthoritySettings.of(config(values), "/data"));
        assertTrue(e.getMessage().startsWith(key), e.getMessage());
    }

    /** The defaults of the annotation, except for what is given. */
    private static AuthorityConfig config(Map<String, Object> values) {
        return (AuthorityConfig) Proxy.newProxyInstance(
                AuthorityConfig.class.getClassLoader(),
                new Class<?>[] {AuthorityConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
