package org.port17.plugins.registry;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.plugins.PluginView;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Transport;

@Timeout(20)
class PluginRegistryTest {
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Transport tcp = Fakes.transport("tcp", 50);
    private final Transport ws = Fakes.transport("ws", 20);
    private final CipherSuite aes = Fakes.suite(0x0101, "AES", 100);
    private final CipherSuite chacha = Fakes.suite(0x0102, "CHACHA", 50);
    private final Ear ear = new Ear();
    private PluginRegistry registry;

    @BeforeEach
    void start() {
        registry = new PluginRegistry(Fakes.context(stopping::get), Fakes.config());
        registry.addTransport(ws, Fakes.reference("bundle.ws"));
        registry.addTransport(tcp, Fakes.reference("bundle.tcp"));
        registry.addCipherSuite(chacha, Fakes.reference("bundle.chacha"));
        registry.addCipherSuite(aes, Fakes.reference("bundle.aes"));
        registry.addRouteStrategy(Fakes.route("near"), Fakes.reference("bundle.fastest"));
        registry.onChange(ear);
    }

    @Test
    void ranksOrderAndPreferenceComesFirst() {
        assertEquals(List.of(tcp, ws), registry.transports());
        assertEquals(List.of(aes, chacha), registry.suites());
        registry.modified(Fakes.config("transports_prefer", new String[] {"absent, ws"}));
        assertEquals(List.of(ws, tcp), registry.transports());
        assertEquals("changed transport", ear.heard.get(0));
        assertFalse(ear.heard.contains("changed suite"));
    }

    @Test
    void forbiddenIsLeftOutAndLeft() {
        registry.modified(Fakes.config("suites_forbid", new String[] {"AES"}, "suites_prefer", new String[] {"AES"}));
        assertEquals(List.of(chacha), registry.suites());
        assertTrue(registry.suite(0x0101).isEmpty());
        assertEquals(List.of("changed suite", "draining suite AES"), ear.heard);
        assertEquals("draining", state("AES"));
        ear.left.complete(null);
        assertEquals("forbidden", state("AES"));
        assertEquals(2, registry.knownSuites().size());
    }

    @Test
    void aSuiteThatIsNotHybridIsOffUntilItIsPermittedByName() {
        CipherSuite small = Fakes.classicalSuite(0x0104, "SMALL", 200);
        registry.addCipherSuite(small, Fakes.reference("bundle.small"));
        assertEquals(List.of(aes, chacha), registry.suites());
        assertTrue(registry.suite(0x0104).isEmpty());
        assertEquals("off", state("SMALL"));
        assertEquals(3, registry.knownSuites().size());
        registry.modified(Fakes.config("suites_prefer", new String[] {"SMALL"}));
        assertEquals(List.of(aes, chacha), registry.suites(), "a preference is no permission");
        registry.modified(Fakes.config("suites_permit", new String[] {"SMALL"}));
        assertEquals(List.of(small, aes, chacha), registry.suites());
        assertSame(small, registry.suite(0x0104).orElseThrow());
        registry.modified(
                Fakes.config("suites_permit", new String[] {"SMALL"}, "suites_forbid", new String[] {"SMALL"}));
        assertEquals(List.of(aes, chacha), registry.suites());
        assertEquals("draining", state("SMALL"));
        ear.left.complete(null);
        assertEquals("forbidden", state("SMALL"));
    }

    @Test
    void aPermissionTakenBackDrainsTheSuite() {
        registry.modified(Fakes.config("suites_permit", new String[] {"SMALL"}));
        registry.addCipherSuite(Fakes.classicalSuite(0x0104, "SMALL", 10), Fakes.reference("bundle.small"));
        assertEquals(3, registry.suites().size());
        registry.modified(Fakes.config());
        assertEquals("draining", state("SMALL"));
        assertTrue(ear.heard.contains("draining suite SMALL"));
        ear.left.complete(null);
        assertEquals("off", state("SMALL"));
    }

    @Test
    void whatComputesASuiteMayChangeWhileItIsHere() {
        var answers = new HashMap<String, Object>(Map.of("traits", Fakes.traits(0x0103, "FAST", 200, "slow")));
        registry.addCipherSuite(Fakes.answering(CipherSuite.class, answers), Fakes.reference("bundle.fast"));
        assertEquals("slow", registry.knownSuites().get(0).provider());
        answers.put("traits", Fakes.traits(0x0103, "FAST", 200, "quick"));
        assertEquals("quick", registry.knownSuites().get(0).provider());
        assertTrue(registry.inventory().stream().anyMatch(p -> p.detail().contains("quick")));
    }

    @Test
    void anIdenticalConfigurationTellsNobody() {
        registry.modified(Fakes.config());
        assertEquals(List.of(), ear.heard);
    }

    @Test
    void aRefusedConfigurationChangesNothing() {
        registry.modified(Fakes.config("grace_seconds", -1, "transports_forbid", new String[] {"tcp"}));
        assertEquals(List.of(tcp, ws), registry.transports());
    }

    @Test
    void refusedAtStartNothingIsPermittedUntilMended() {
        var refused = new PluginRegistry(Fakes.context(stopping::get), Fakes.config("grace_seconds", 4000));
        refused.addTransport(tcp, Fakes.reference("bundle.tcp"));
        assertEquals(List.of(), refused.transports());
        refused.modified(Fakes.config());
        assertEquals(List.of(tcp), refused.transports());
    }

    @Test
    void missingStrategyIsNamed() throws Exception {
        assertEquals("near", registry.routeStrategy().name());
        registry.modified(Fakes.config("route", "scenic"));
        Port17Exception e = assertThrows(Port17Exception.class, () -> registry.routeStrategy());
        assertEquals(ErrorKind.NO_ROUTE, e.kind());
        assertTrue(e.getMessage().contains("scenic"), e.getMessage());
        assertEquals(
                ErrorKind.UNSUPPORTED,
                assertThrows(Port17Exception.class, () -> registry.payment()).kind());
    }

    @Test
    void emptyNamesMeanTheDefaults() throws Exception {
        registry.modified(
                Fakes.config("route", "", "exit", " ", "payment", "", "transports_prefer", new String[] {""}));
        assertEquals("near", registry.routeStrategy().name());
        assertEquals(List.of(), ear.heard);
    }

    @Test
    void stoppingWaitsForUsersWhileSnapshotsExcludeThePlugin() throws Exception {
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> registry.removeTransport(tcp));
        assertTrue(ear.asked.await(10, TimeUnit.SECONDS));
        assertEquals(List.of(ws), registry.transports());
        assertEquals("draining", state("tcp"));
        assertFalse(stopped.isDone());
        ear.left.complete(null);
        stopped.get(10, TimeUnit.SECONDS);
        assertTrue(registry.inventory().stream().noneMatch(v -> v.name().equals("tcp")));
        assertEquals(List.of("changed transport", "draining transport tcp"), ear.heard);
    }

    @Test
    void graceEndsTheWait() {
        registry.modified(Fakes.config("grace_seconds", 0));
        registry.removeTransport(tcp);
        assertEquals(List.of("changed transport", "draining transport tcp"), ear.heard);
        assertFalse(ear.left.isDone());
    }

    @Test
    void theLoopNeverWaits() {
        registry.setLoop(Fakes.answering(Loop.class, Map.of("inLoop", true)));
        registry.removeTransport(tcp);
        assertEquals("draining", state("tcp"));
        ear.left.complete(null);
        assertEquals("absent", state("tcp"));
    }

    @Test
    void aStoppingProcessAsksNobody() {
        stopping.set(true);
        registry.removeTransport(tcp);
        assertEquals(List.of(), ear.heard);
        assertEquals(List.of(ws), registry.transports());
    }

    @Test
    void aFailingListenerHarmsNobody() {
        var broken = new Ear();
        broken.onDraining = () -> {
            throw new IllegalStateException("broken on purpose");
        };
        registry.onChange(broken);
        ear.left.complete(null);
        assertDoesNotThrow(() -> registry.removeTransport(tcp));
        assertTrue(ear.heard.contains("draining transport tcp"));
    }

    @Test
    void theSecondOfTwoWithOneNameTakesOver() {
        Transport better = Fakes.transport("tcp", 50);
        registry.addTransport(better, Fakes.reference("bundle.better", 7));
        assertSame(better, registry.transport("tcp").orElseThrow());
        assertEquals(2, registry.transports().size());
        ear.left.complete(null);
        registry.removeTransport(better);
        assertSame(tcp, registry.transport("tcp").orElseThrow());
    }

    @Test
    void inventoryNamesBundles() {
        PluginView view = registry.inventory().get(0);
        assertEquals("tcp", view.name());
        assertEquals("active", view.state());
        assertEquals("bundle.tcp", view.bundle());
        assertEquals("1.2.3", view.version());
        assertEquals("standby", state("ws"));
    }

    private String state(String name) {
        return registry.inventory().stream()
                .filter(v -> v.name().equals(name))
                .map(PluginView::state)
                .findFirst()
                .orElse("absent");
    }
}
