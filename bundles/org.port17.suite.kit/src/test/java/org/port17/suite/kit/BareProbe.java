package org.port17.suite.kit;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.kit.gcm.GcmCipher;

/** Uses every key agreement once; loaded by {@link BundledClassesTest} in a class loader of its own. */
public final class BareProbe implements Callable<ClassLoader> {
    @Override
    public ClassLoader call() throws Port17Exception {
        SecureRandom random = new SecureRandom();
        ComposedSuite suite = TestSuites.of(0xff01, ComposedSuite.provider("SunJCE"), GcmCipher::new);
        for (PrekeyUse use : PrekeyUse.values()) {
            try (Prekey prekey = suite.newPrekey(use, random)) {
                DoubleRatchet.Started first =
                        DoubleRatchet.initiate(suite, use, prekey.publicKey(), new byte[0], random);
                DoubleRatchet node = DoubleRatchet.respond(suite, prekey, first.share(), new byte[0]);
                byte[] offer = first.ratchet().offer(suite, random);
                first.ratchet().accept(node.answer(offer, id -> Optional.of(suite), random));
            }
        }
        return suite.getClass().getClassLoader();
    }
}
