package org.port17.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.Test;

/** On an Apache Karaf as it is downloaded, a relay comes and goes without touching anything that was there. */
class StockKarafIT {
    private static final String FEATURES =
            "mvn:org.port17/port17-features/" + System.getProperty("port17.version") + "/xml/features";

    @Test
    void aRelayComesAndGoesWithoutMovingAForeignBundle() throws IOException {
        try (KarafProcess karaf = KarafProcess.stock("stock");
                Console admin = karaf.console("admin");
                ClientSession idle = admin.login()) {
            Bundles before = Bundles.of(admin);
            List<String> refreshedAtBoot = Bundles.refreshed(karaf.log());
            assertTrue(before.ours().isEmpty());

            admin.ask("feature:repo-add " + FEATURES);
            admin.ask("feature:install port17-relay");

            Bundles with = Bundles.of(admin);
            assertTrue(with.ours().size() > 10, () -> with.ours().toString());
            assertEquals(List.of(), with.unresolved());
            assertTrue(with.holdsAll(before), "a foreign bundle changed its id, version or state");
            assertEquals(refreshedAtBoot, Bundles.refreshed(karaf.log()));
            assertTrue(idle.isOpen(), "the console was restarted");

            admin.ask("feature:uninstall -c port17-relay");
            admin.ask("feature:repo-remove " + FEATURES);

            assertEquals(before, Bundles.of(admin));
            assertEquals(refreshedAtBoot, Bundles.refreshed(karaf.log()));
            assertTrue(idle.isOpen(), "the console was restarted");
            assertFalse(admin.ask("feature:list").contains("port17"));
            try (var etc = Files.list(karaf.etc())) {
                assertEquals(
                        List.of(),
                        etc.map(p -> p.getFileName().toString())
                                .filter(n -> n.contains("port17"))
                                .toList());
            }
        }
    }
}
