package org.port17.route.near;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.route.kit.GuardFile;
import org.port17.route.kit.Guards;
import org.port17.route.kit.Level;
import org.port17.route.kit.Levels;
import org.port17.testkit.ListedNetwork;

class ConfigurationTest {
    @TempDir
    Path directory;

    @Test
    void defaultsAreLevelOneWithoutItsName() {
        Level level = new ConfiguredLevel(config(LevelConfig.class, Map.of("number", 1, "name", "Swift"))).level();
        assertEquals(Levels.standard().get(0), level);
    }

    @Test
    void wrongLevelsAreRefused() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("number", 0, "name", "A"),
                Map.of("number", 1, "name", ""),
                Map.of("number", 1, "name", "A", "gamma", 0),
                Map.of("number", 1, "name", "A", "nodes", 6),
                Map.of("number", 1, "name", "A", "rules", "owners"),
                Map.of("number", 1, "name", "A", "age_ramp", "0:0 7"),
                Map.of("number", 1, "name", "A", "age_ramp", "7:50 3:100"),
                Map.of("number", 1, "name", "A", "age_ramp", ""),
                Map.of("number", 1, "name", "A", "most_minutes", 1))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ConfiguredLevel(config(LevelConfig.class, wrong)),
                    wrong::toString);
        }
    }

    @Test
    void settingsAreChecked() {
        assertEquals(
                Path.of("/data/port17/guards"),
                NearSettings.of(config(NearConfig.class, Map.of()), "/data").guards());
        assertEquals(
                "CH",
                NearSettings.of(config(NearConfig.class, Map.of("client_country", " ch ")), "/data")
                        .country());
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("client_country", "Switzerland"),
                Map.of("client_country", "ZZ"),
                Map.of("level", 0),
                Map.of("level", 100))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> NearSettings.of(config(NearConfig.class, wrong), "/data"),
                    wrong::toString);
        }
        assertThrows(IllegalArgumentException.class, () -> NearSettings.of(config(NearConfig.class, Map.of()), ""));
    }

    @Test
    void entriesSurviveARestart() throws Exception {
        Path file = directory.resolve("deep/guards");
        List<Node> nodes = Fresh.nodes(400);
        Node before = entry(file, nodes, 1);
        assertEquals(before, entry(file, nodes, 2));
        assertEquals(before, entry(file, nodes, 3));
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aDamagedFileIsSetAsideAndNotLost() throws Exception {
        Path file = directory.resolve("guards");
        List<Node> nodes = Fresh.nodes(400);
        entry(file, nodes, 1);
        byte[] salt = GuardFile.read(Files.readAllBytes(file)).salt();
        byte[] bytes = Files.readAllBytes(file);
        bytes[40] ^= 1;
        Files.write(file, bytes);
        entry(file, nodes, 2);
        assertArrayEquals(bytes, Files.readAllBytes(directory.resolve("guards.corrupt")));
        Guards fresh = GuardFile.read(Files.readAllBytes(file));
        assertNotEquals(
                java.util.HexFormat.of().formatHex(salt),
                java.util.HexFormat.of().formatHex(fresh.salt()));
    }

    private static Node entry(Path file, List<Node> nodes, int seed) throws Exception {
        var strategy = new NearStrategy(Levels.standard(), Optional.empty(), Fresh.settings(file), Fresh.CLOCK);
        try {
            var request = Fresh.request(Fresh.exits(nodes), "d", 1, Fresh.place("US"), Set.of());
            return strategy.plan(request, new ListedNetwork(nodes), new Random(seed))
                    .entry();
        } finally {
            strategy.stop();
        }
    }

    @Test
    void theStrategyTellsItsLevels() throws Exception {
        var strategy = new NearStrategy(
                Levels.standard(), Optional.empty(), Fresh.settings(directory.resolve("g")), Fresh.CLOCK);
        assertEquals(4, strategy.levels().size());
        assertEquals(1, strategy.floor());
        assertEquals(
                List.of(12, 8, 5, 4),
                strategy.levels().stream().map(l -> l.exitGain()).toList());
        assertTrue(strategy.levels().get(3).lacks().size() >= 2, "mixing and cover are named as missing");
        strategy.stop();
    }

    @Test
    void theLevelIsWrittenToTheConfiguration() throws Exception {
        var written = new Hashtable<String, Object>(Map.of("client.country", "CH"));
        Configuration configuration = (Configuration) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Configuration.class}, (proxy, method, args) -> {
                    if (method.getName().equals("update")) {
                        written.putAll((Hashtable<String, Object>) args[0]);
                        return null;
                    }
                    return method.getName().equals("getProperties") ? new Hashtable<>(written) : null;
                });
        ConfigurationAdmin admin = (ConfigurationAdmin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConfigurationAdmin.class}, (proxy, method, args) -> {
                    assertEquals("org.port17.route.near", args[0]);
                    return configuration;
                });
        var level = new ConfiguredLevel(config(LevelConfig.class, Map.of("number", 2, "name", "Guarded")));
        var setting = new LevelSwitch(List.of(level), admin);
        setting.set(2);
        assertEquals(Map.of("client.country", "CH", "level", "2"), written);
        var e = assertThrows(Port17Exception.class, () -> setting.set(3));
        assertEquals(ErrorKind.BAD_INPUT, e.kind());
        assertEquals("2", written.get("level"));
    }

    private static <T> T config(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Object value = values.get(method.getName());
            return value != null ? value : method.getDefaultValue();
        }));
    }
}
