package org.port17.suite.x25519;

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

/** 0x0104: X25519 alone, AES-256-GCM, SHA-256, Ed25519. Small and not hybrid, so off unless it is permitted by name. */
@Component(
        name = "org.port17.suite.x25519",
        service = CipherSuite.class,
        property = {CipherSuite.ID + ":Integer=" + X25519Suite.ID, CipherSuite.NAME + "=" + X25519Suite.NAME})
public final class X25519Suite extends GcmSuite {
    static final int ID = 0x0104;
    static final String NAME = "P17_X25519_AES256GCM_SHA256_ED25519";
    private static final int RANK = 10;

    @Activate
    public X25519Suite() {
        super(ID, NAME, RANK, Agreement.CLASSICAL, 256);
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
