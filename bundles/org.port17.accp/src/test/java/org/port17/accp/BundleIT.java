package org.port17.accp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.security.Provider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.port17.accp.Corretto.Machine;

/** The packaged bundle in a bare framework: no component runtime, no other bundle. */
class BundleIT {
    private Framework framework;
    private BundleContext context;
    private Bundle bundle;

    @BeforeEach
    void start(@TempDir Path cache) throws Exception {
        Machine here = Machine.here();
        assumeTrue(here.system().equals("Linux") && here.processor().equals("amd64") && !here.musl());
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.slf4j;version=1.7.36");
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(settings);
        framework.start();
        context = framework.getBundleContext();
        bundle = context.installBundle(
                Path.of(System.getProperty("bundle")).toUri().toString());
        bundle.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (framework != null) {
            framework.stop();
            framework.waitForStop(10_000);
        }
    }

    @Test
    void aStopTakesTheServiceAwayAndAStartBringsTheSameProviderBack() throws Exception {
        Provider provider = offered();
        KnownAnswer.check(provider);
        bundle.stop();
        assertNull(offered());
        KnownAnswer.check(provider);
        bundle.start();
        assertSame(provider, offered());
    }

    @Test
    void aRefreshLoadsAnotherCopyAndTheOldOneGoesOn() throws Exception {
        Provider before = offered();
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> refreshed.countDown());
        assertTrue(refreshed.await(60, TimeUnit.SECONDS));
        assertEquals(Bundle.ACTIVE, bundle.getState());
        Provider after = offered();
        assertNotSame(before, after);
        KnownAnswer.check(before);
        KnownAnswer.check(after);
    }

    /** What it is wired to could take it along in a refresh. */
    @Test
    void itIsWiredToTheFrameworkAndTheLogOnlyAndOffersNoPackage() {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        assertEquals(
                Set.of("org.osgi.framework", "org.slf4j"),
                wiring.getRequiredWires("osgi.wiring.package").stream()
                        .map(wire -> String.valueOf(
                                wire.getCapability().getAttributes().get("osgi.wiring.package")))
                        .filter(pack -> !pack.startsWith("java"))
                        .collect(Collectors.toSet()));
        assertEquals(0, wiring.getCapabilities("osgi.wiring.package").size());
        assertEquals(0, wiring.getRequiredWires("osgi.extender").size());
    }

    private Provider offered() throws InvalidSyntaxException {
        var found = context.getServiceReferences(Provider.class, "(port17.bulk=aes)");
        if (found.isEmpty()) {
            return null;
        }
        ServiceReference<Provider> reference = found.iterator().next();
        assertEquals(1, found.size());
        Provider provider = context.getService(reference);
        assertNotNull(provider);
        return provider;
    }
}
