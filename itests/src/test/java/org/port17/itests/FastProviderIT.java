package org.port17.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The AES suites take the fast provider when it is there; they are not restarted by its coming and going. */
class FastProviderIT {
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final Map<String, List<String>> SETTINGS =
            Map.of("org.port17.netmap", List.of("authority.key = 58" + "66".repeat(31)));
    private static final String FAST = "AmazonCorrettoCryptoProvider";

    @Test
    void theFastProviderComesAndGoesWithoutMovingASuite() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        try (KarafProcess karaf = KarafProcess.port17("fast-provider", "port17-client", SETTINGS);
                Console admin = karaf.console("admin")) {
            computedBy(admin, FAST);
            // While Karaf starts, SCR may look for a part just as its configuration comes, and says so.
            int started = karaf.log().length();
            List<String> here = suites(karaf);
            assertTrue(here.size() >= 3, here::toString);

            admin.ask("bundle:stop org.port17.accp");
            computedBy(admin, "SunJCE");
            admin.ask("bundle:start org.port17.accp");
            computedBy(admin, FAST);
            admin.ask("bundle:refresh org.port17.accp");
            computedBy(admin, FAST);

            assertEquals(here, suites(karaf), "a suite came anew");
            assertFalse(karaf.log().substring(started).contains("| ERROR |"));
        }
    }

    private static void computedBy(Console admin, String provider) {
        Await.until(SETTLE, "AES by " + provider, () -> {
            List<String> aes = line(admin, "AES256GCM");
            return !aes.isEmpty() && aes.stream().allMatch(l -> l.contains(provider));
        });
        assertTrue(line(admin, "CHACHA20").stream().allMatch(l -> l.contains("SunJCE")));
    }

    private static List<String> line(Console admin, String suite) {
        try {
            return admin.ask("port17:suites")
                    .lines()
                    .filter(l -> l.contains(suite))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the log says of suites that came and went. */
    private static List<String> suites(KarafProcess karaf) {
        return karaf.log()
                .lines()
                .filter(l -> l.contains("suite P17_"))
                .map(l -> l.substring(l.indexOf("suite P17_")))
                .sorted()
                .toList();
    }
}
