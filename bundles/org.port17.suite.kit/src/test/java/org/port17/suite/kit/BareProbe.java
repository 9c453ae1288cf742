package org.port17.suite.kit;

import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.Initiation;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.Ratchet;
import org.port17.suite.kit.gcm.GcmCipher;

/** Uses every key agreement once; loaded by {@link BundledClassesTest} in a class loader of its own. */
public final class BareProbe implements Callable<ClassLoader> {
    @Override
    public ClassLoader call() throws Port17Exception {
        SecureRandom random = new SecureRandom();
        HybridSuite suite = new HybridSuite(0xff01, "P17_TEST", 1, HybridSuite.provider("SunJCE"), GcmCipher::new);
        for (PrekeyUse use : PrekeyUse.values()) {
            try (Prekey prekey = suite.newPrekey(use, random)) {
                Initiation first = suite.initiate(use, prekey.publicKey(), new byte[0], random);
                Ratchet node = suite.respond(prekey, first.share(), new byte[0]);
                first.ratchet().accept(node.answer(first.ratchet().offer(random), random));
            }
        }
        return suite.getClass().getClassLoader();
    }
}
