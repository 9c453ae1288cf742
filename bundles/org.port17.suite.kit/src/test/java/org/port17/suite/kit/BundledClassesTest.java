package org.port17.suite.kit;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;

/**
 * At run time a suite sees of BouncyCastle only what the bundle org.port17.bc holds, whereas tests have all of it on
 * their class path. This runs the key agreements on that bundle alone.
 */
class BundledClassesTest {
    @Test
    void keyAgreementNeedsOnlyWhatTheBundleHolds() throws Exception {
        List<URL> bundles = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (new File(entry).getName().matches("org\\.port17\\.bc-.*\\.jar")) {
                bundles.add(Path.of(entry).toUri().toURL());
            }
        }
        assumeTrue(bundles.size() == 1, "the bundle is a jar from the package phase on");
        for (Class<?> type : new Class<?>[] {
            BareProbe.class, ComposedSuite.class, CipherSuite.class, DoubleRatchet.class, Port17Exception.class
        }) {
            bundles.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        try (URLClassLoader loader =
                new URLClassLoader(bundles.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass(Test.class.getName()));
            Object probe = loader.loadClass(BareProbe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertSame(loader, ((Callable<?>) probe).call());
        }
    }
}
