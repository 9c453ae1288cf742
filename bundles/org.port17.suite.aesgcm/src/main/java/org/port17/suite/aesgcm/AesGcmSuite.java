package org.port17.suite.aesgcm;

import java.security.Provider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.gcm.GcmSuite;

/** 0x0101: X-Wing, AES-256-GCM, SHA-256, Ed25519. The default: fastest wherever the processor has AES instructions. */
@Component(
        name = "org.port17.suite.aesgcm",
        service = CipherSuite.class,
        property = {CipherSuite.ID + ":Integer=" + AesGcmSuite.ID, CipherSuite.NAME + "=" + AesGcmSuite.NAME})
public final class AesGcmSuite extends GcmSuite {
    static final int ID = 0x0101;
    static final String NAME = "P17_XWING_AES256GCM_SHA256_ED25519";
    private static final int RANK = 100;

    @Activate
    public AesGcmSuite() {
        super(ID, NAME, RANK, Agreement.HYBRID, 256);
    }

    @Reference(
            name = "fast",
            target = "(port17.bulk=aes)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "leaveFast")
    @Override
    public void useFast(Provider provider) {
        super.useFast(provider);
    }

    @Override
    public void leaveFast(Provider provider) {
        super.leaveFast(provider);
    }
}
