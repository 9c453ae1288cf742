package org.port17.plugins.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.plugins.PluginKind;
import org.port17.spi.transport.Transport;

@Timeout(20)
class SwapTest {
    private final Transport tcp = Fakes.transport("tcp", 50);
    private final Transport ws = Fakes.transport("ws", 20);
    private final Ear ear = new Ear();
    private final Hashtable<String, Object> stored = new Hashtable<>(Map.of("felix.fileinstall.filename", "file"));
    private boolean unwritable;
    private PluginRegistry registry;

    @BeforeEach
    void start() {
        registry = new PluginRegistry(
                Fakes.context(() -> false), Fakes.config("transports_forbid", new String[] {"quic"}));
        registry.addTransport(tcp, Fakes.reference("bundle.tcp"));
        registry.addTransport(ws, Fakes.reference("bundle.ws"));
        registry.addTransport(Fakes.transport("quic", 90), Fakes.reference("bundle.quic"));
        registry.addCipherSuite(Fakes.suite(1, "AES", 100), Fakes.reference("bundle.aes"));
        registry.addCipherSuite(Fakes.suite(2, "CHACHA", 50), Fakes.reference("bundle.chacha"));
        registry.addExitPolicy(Fakes.exit("any"), Fakes.reference("bundle.any"));
        registry.addExitPolicy(Fakes.exit("country"), Fakes.reference("bundle.country"));
        registry.addRouteStrategy(Fakes.route("random"), Fakes.reference("bundle.random"));
        registry.setConfigurationAdmin(admin());
        registry.onChange(ear);
    }

    @Test
    void linksAreAskedOffTheOldTransportWhichStays() throws Exception {
        CompletableFuture<Void> swapped = CompletableFuture.runAsync(() -> swap(PluginKind.TRANSPORT, "tcp", "ws"));
        assertTrue(ear.asked.await(10, TimeUnit.SECONDS));
        assertEquals(List.of(ws, tcp), registry.transports());
        assertFalse(swapped.isDone());
        ear.left.complete(null);
        swapped.get(10, TimeUnit.SECONDS);
        assertSame(tcp, registry.transport("tcp").orElseThrow());
        assertEquals("ws", stored.get("transports.prefer"));
        assertEquals("file", stored.get("felix.fileinstall.filename"), "the other keys stay");
        assertEquals(List.of("changed transport", "draining transport tcp"), ear.heard);
    }

    @Test
    void aConfigurationThatFollowsTheSwapTellsNobodyAgain() throws Exception {
        registry.swap(PluginKind.SUITE, "AES", "CHACHA");
        assertEquals(List.of("changed suite"), ear.heard);
        registry.modified(Fakes.config(
                "suites_prefer", new String[] {(String) stored.get("suites.prefer")},
                "transports_forbid", new String[] {"quic"}));
        assertEquals(List.of("changed suite"), ear.heard);
    }

    @Test
    void swapsThereAndBackKeepTheListShort() throws Exception {
        for (int i = 0; i < 100; i++) {
            registry.swap(PluginKind.SUITE, "AES", "CHACHA");
            registry.swap(PluginKind.SUITE, "CHACHA", "AES");
        }
        assertEquals("AES,CHACHA", stored.get("suites.prefer"));
    }

    @Test
    void theChosenOneIsReplaced() throws Exception {
        registry.swap(PluginKind.EXIT, "any", "country");
        assertEquals("country", registry.exitPolicy().name());
        assertEquals("country", stored.get("exit"));
        // The configured strategy "near" is not even installed.
        registry.swap(PluginKind.ROUTE, "near", "random");
        assertEquals("random", registry.routeStrategy().name());
    }

    @Test
    void refusalsSayWhyAndChangeNothing() {
        assertRefused(ErrorKind.UNSUPPORTED, "AES, CHACHA", PluginKind.SUITE, "AES", "ROT13");
        assertRefused(ErrorKind.UNSUPPORTED, "present: none", PluginKind.PAYMENT, "free", "tokens");
        assertRefused(ErrorKind.UNSUPPORTED, "forbidden", PluginKind.TRANSPORT, "tcp", "quic");
        registry.addCipherSuite(Fakes.classicalSuite(4, "SMALL", 1), Fakes.reference("bundle.small"));
        ear.heard.clear();
        assertRefused(ErrorKind.UNSUPPORTED, "suites.permit", PluginKind.SUITE, "AES", "SMALL");
        assertRefused(ErrorKind.BAD_INPUT, "active: tcp", PluginKind.TRANSPORT, "ws", "tcp");
        assertRefused(ErrorKind.BAD_INPUT, "active already", PluginKind.TRANSPORT, "tcp", "tcp");
        assertRefused(ErrorKind.UNSUPPORTED, "named ?[31m;", PluginKind.SUITE, "AES", "\u001b[31m");
    }

    @Test
    void whatCannotBeWrittenDoesNotHappen() {
        unwritable = true;
        assertRefused(ErrorKind.CONFIG, "could not be written", PluginKind.TRANSPORT, "tcp", "ws");
    }

    @Test
    void withoutConfigurationServiceTheSwapStillWorks() throws Exception {
        registry.setConfigurationAdmin(null);
        registry.swap(PluginKind.SUITE, "AES", "CHACHA");
        assertEquals(2, registry.suites().get(0).traits().id());
    }

    private void assertRefused(ErrorKind kind, String part, PluginKind plugin, String from, String to) {
        Port17Exception e = assertThrows(Port17Exception.class, () -> registry.swap(plugin, from, to));
        assertEquals(kind, e.kind());
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertEquals(List.of(), ear.heard);
        assertEquals(List.of(tcp, ws), registry.transports());
        assertEquals(1, stored.size());
    }

    private void swap(PluginKind kind, String from, String to) {
        try {
            registry.swap(kind, from, to);
        } catch (Port17Exception e) {
            throw new AssertionError(e);
        }
    }

    private ConfigurationAdmin admin() {
        var configuration = (Configuration) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Configuration.class}, (proxy, method, args) -> {
                    if (method.getName().equals("getProperties")) {
                        return stored.clone();
                    }
                    if (unwritable) {
                        throw new IOException("disk full on purpose");
                    }
                    assertEquals("update", method.getName());
                    var update = (Dictionary<?, ?>) args[0];
                    update.keys().asIterator().forEachRemaining(key -> stored.put((String) key, update.get(key)));
                    return null;
                });
        return Fakes.answering(ConfigurationAdmin.class, Map.of("getConfiguration", configuration));
    }
}
