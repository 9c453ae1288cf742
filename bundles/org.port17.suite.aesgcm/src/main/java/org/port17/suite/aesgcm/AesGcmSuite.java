package org.port17.suite.aesgcm;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.ComposedSuite;
import org.port17.suite.kit.gcm.GcmCipher;

/** 0x0101: X-Wing, AES-256-GCM, SHA-256, Ed25519. The default: fastest wherever the processor has AES instructions. */
@Component(
        name = "org.port17.suite.aesgcm",
        service = CipherSuite.class,
        property = {CipherSuite.ID + ":Integer=" + AesGcmSuite.ID, CipherSuite.NAME + "=" + AesGcmSuite.NAME})
public final class AesGcmSuite extends ComposedSuite {
    static final int ID = 0x0101;
    static final String NAME = "P17_XWING_AES256GCM_SHA256_ED25519";
    private static final int RANK = 100;

    @Activate
    public AesGcmSuite() {
        super(ID, NAME, RANK, Agreement.HYBRID, 256, provider("SunJCE"), provider("SunJCE"), GcmCipher::new);
    }
}
