package org.port17.suite.chacha;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.ComposedSuite;
import org.port17.suite.kit.chacha.ChaChaCipher;

/** 0x0102: X-Wing, ChaCha20-Poly1305, SHA-256, Ed25519. Constant-time and fast enough without AES instructions. */
@Component(
        name = "org.port17.suite.chacha",
        service = CipherSuite.class,
        property = {CipherSuite.ID + ":Integer=" + ChaChaSuite.ID, CipherSuite.NAME + "=" + ChaChaSuite.NAME})
public final class ChaChaSuite extends ComposedSuite {
    static final int ID = 0x0102;
    static final String NAME = "P17_XWING_CHACHA20POLY1305_SHA256_ED25519";
    private static final int RANK = 50;

    @Activate
    public ChaChaSuite() {
        super(ID, NAME, RANK, Agreement.HYBRID, 256, provider("SunJCE"), provider("SunJCE"), ChaChaCipher::new);
    }
}
