package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.port17.itests.net.Application.Door;

/** A plugin that was swapped away and stopped leaves no object behind in the heap, once what used it has ended. */
@Tag("long")
@ExtendWith(OneNet.class)
class OldPluginsAreCollectedIT {
    private static final String AES = "P17_XWING_AES256GCM_SHA256_ED25519";
    private static final String CHACHA = "P17_XWING_CHACHA20POLY1305_SHA256_ED25519";

    private final Net net;

    @TempDir
    Path folder;

    OldPluginsAreCollectedIT(Net net) {
        this.net = net;
    }

    @Test
    void afterSwapStopAndTheEndOfItsWork() throws Exception {
        Net.Killed original = net.kill(Net.CLIENT);
        // The one difference to how it is shipped: this process lets its heap be counted.
        net.start(original, "-XX:-DisableAttachMechanism");
        try {
            useOnce();
            assertHeld("org.port17.transport.tcp.TcpTransport", true);
            assertHeld("org.port17.route.near.NearStrategy", true);
            assertHeld("org.port17.exit.any.AnyExit", true);
            assertHeld("org.port17.suite.aesgcm.AesGcmSuite", true);

            for (String feature : List.of("port17-route-random", "port17-exit-country")) {
                net.ask(Net.CLIENT, "feature:install " + feature);
            }
            net.ask(Net.CLIENT, "port17:swap transport tcp ws");
            net.ask(Net.CLIENT, "port17:swap route near random");
            net.ask(Net.CLIENT, "port17:swap exit any country");
            net.ask(Net.CLIENT, "port17:swap suite " + AES + " " + CHACHA);
            net.ask(Net.CLIENT, "port17:new-circuits");
            for (String bundle : bundles()) {
                net.ask(Net.CLIENT, "bundle:stop " + bundle);
            }
            for (String bundle : bundles()) {
                Await.value("no object of " + bundle, () -> objects(bundle + "."), List::isEmpty);
            }
        } finally {
            for (String bundle : bundles()) {
                net.ask(Net.CLIENT, "bundle:start " + bundle);
            }
            net.ask(Net.CLIENT, "port17:swap transport ws tcp");
            net.ask(Net.CLIENT, "port17:swap route random near");
            net.ask(Net.CLIENT, "port17:swap exit country any");
            net.ask(Net.CLIENT, "port17:swap suite " + CHACHA + " " + AES);
            net.kill(Net.CLIENT);
            net.start(original);
        }
        useOnce();
    }

    private static List<String> bundles() {
        return List.of(
                "org.port17.transport.tcp", "org.port17.route.near", "org.port17.exit.any", "org.port17.suite.aesgcm");
    }

    private void useOnce() throws Exception {
        try (Origin origin = Origin.at(
                        "127.0.0.1",
                        net.originPort(),
                        connection -> connection.getOutputStream().write('u'));
                Socket socket = Door.SOCKS.open(net, origin.port())) {
            assertEquals('u', socket.getInputStream().read());
        }
    }

    private void assertHeld(String type, boolean held) throws Exception {
        assertEquals(held, !objects(type).isEmpty(), type);
    }

    /**
     * Live objects of classes whose name begins so, after a full collection. A lambda that captures nothing is a constant of
     * its class, which stays while the bundle is installed; one that captures a plugin would show by the plugin itself.
     */
    private List<String> objects(String prefix) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Program.run(folder, jcmd, Long.toString(net.pid(Net.CLIENT)), "GC.class_histogram")
                .orFail()
                .lines()
                .filter(line -> line.matches("\\s*\\d+:\\s+\\d+\\s+\\d+\\s+" + prefix.replace(".", "\\.") + ".*"))
                .filter(line -> !line.contains("$$Lambda"))
                .toList();
    }
}
