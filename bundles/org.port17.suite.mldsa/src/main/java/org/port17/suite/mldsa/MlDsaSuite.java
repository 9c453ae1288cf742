package org.port17.suite.mldsa;

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

/** 0x0103: X-Wing, AES-256-GCM, SHA-384; the node signs its prekeys with Ed25519 and with ML-DSA-65. */
@Component(
        name = "org.port17.suite.mldsa",
        service = CipherSuite.class,
        property = {CipherSuite.ID + ":Integer=" + MlDsaSuite.ID, CipherSuite.NAME + "=" + MlDsaSuite.NAME})
public final class MlDsaSuite extends GcmSuite {
    static final int ID = 0x0103;
    static final String NAME = "P17_XWING_AES256GCM_SHA384_ED25519_MLDSA65";
    private static final int RANK = 80;

    @Activate
    public MlDsaSuite() {
        super(ID, NAME, RANK, Agreement.HYBRID, 384);
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
