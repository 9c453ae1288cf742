package org.port17.bench;

import java.security.Provider;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyWriter;
import org.port17.cell.FramePool;
import org.port17.onion.ClientBuild;
import org.port17.onion.HopPlan;
import org.port17.onion.NodeBuild;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.payment.Payment;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.kit.BulkCipher;
import org.port17.suite.kit.ComposedSuite;
import org.port17.suite.kit.chacha.ChaChaCipher;
import org.port17.suite.kit.gcm.GcmCipher;

/**
 * What the ratchet costs, per suite and provider: one cell sealed and opened (phase steps included, as every 256th does
 * one), one phase step alone, one epoch step, one BUILD at the client and at one node. Run with {@code -prof gc} for the
 * garbage of each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RatchetBench {
    private static final int HOPS = 3;

    /** {@code aesgcm/accp} needs the native library; the run fails where it does not load. */
    @Param({"aesgcm/sunjce", "aesgcm/accp", "chacha/sunjce"})
    public String suite;

    private final SecureRandom random = new SecureRandom();
    private CipherSuite used;
    private DoubleRatchet client;
    private DoubleRatchet node;
    private byte[] cell;
    private byte[] sealed;
    private byte[] tag;
    private List<HopPlan> plans;
    private List<Prekey> prekeys;
    private byte[] blob;
    private final byte[] digest = new byte[NodeId.BYTES];

    @Setup(Level.Trial)
    public void start() throws Port17Exception {
        used = made(suite);
        try (Prekey prekey = used.newPrekey(PrekeyUse.ONION, random)) {
            DoubleRatchet.Started first =
                    DoubleRatchet.initiate(used, PrekeyUse.ONION, prekey.publicKey(), new byte[0], random);
            client = first.ratchet();
            node = DoubleRatchet.respond(used, prekey, first.share(), new byte[0]);
        }
        cell = new byte[16_368];
        sealed = new byte[16_384];
        tag = new byte[16];
        plans = new ArrayList<>();
        prekeys = new ArrayList<>();
        for (int i = 0; i < HOPS; i++) {
            byte[] id = new byte[NodeId.BYTES];
            random.nextBytes(id);
            Prekey prekey = used.newPrekey(PrekeyUse.ONION, random);
            prekeys.add(prekey);
            plans.add(new HopPlan(NodeId.of(id), used, i, prekey.publicKey(), digest, new byte[Payment.TOKEN_BYTES]));
        }
        blob = buildAtClient();
    }

    static CountedSuite made(String name) {
        Provider sun = ComposedSuite.provider("SunJCE");
        return switch (name) {
            case "aesgcm/sunjce" -> suite(0xff01, sun, sun, false);
            case "aesgcm/accp" -> suite(0xff01, sun, accp(), false);
            case "chacha/sunjce" -> suite(0xff02, sun, sun, true);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** What encrypts for that suite. */
    static Supplier<BulkCipher> bulk(String name) {
        return switch (name) {
            case "aesgcm/sunjce" -> () -> new GcmCipher(ComposedSuite.provider("SunJCE"));
            case "aesgcm/accp" -> () -> new GcmCipher(accp());
            case "chacha/sunjce" -> () -> new ChaChaCipher(ComposedSuite.provider("SunJCE"));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static CountedSuite suite(int id, Provider hmac, Provider bulk, boolean chacha) {
        return new CountedSuite(id, hmac, bulk, chacha ? ChaChaCipher::new : provider -> new GcmCipher(provider, hmac));
    }

    private static Provider accp() {
        var provider = com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider.INSTANCE;
        provider.assertHealthy();
        return provider;
    }

    @TearDown(Level.Trial)
    public void end() {
        client.close();
        node.close();
        prekeys.forEach(Prekey::close);
    }

    /** One bulk cell sealed and opened; the epoch steps now and then, which is counted in. */
    @Benchmark
    public boolean sealAndOpenABulkCell() throws Port17Exception {
        stepIfFull();
        client.seal(0x42, cell, 0, cell.length, sealed, 0);
        return node.open(0x42, sealed, 0, sealed.length, cell, 0);
    }

    /** 256 empty messages and the phase step at their end; subtract {@link #phaseWithoutItsStep}. */
    @Benchmark
    public void phaseWithItsStep() throws Port17Exception {
        messages(Chain.PHASE);
    }

    /** 128 empty messages: half of a phase, mostly without a step. */
    @Benchmark
    public void phaseWithoutItsStep() throws Port17Exception {
        messages(Chain.PHASE / 2);
    }

    private void messages(int count) throws Port17Exception {
        stepIfFull();
        for (int i = 0; i < count; i++) {
            client.seal(0x53, tag, 0, 0, tag, 0);
            node.open(0x53, tag, 0, tag.length, tag, 0);
        }
    }

    private void stepIfFull() throws Port17Exception {
        if (client.messages() > Chain.LIMIT - 2 * Chain.PHASE) {
            epochStep();
        }
    }

    /** Offer, answer, accept, and both ends switched. */
    @Benchmark
    public void epochStep() throws Port17Exception {
        byte[] offer = client.offer(used, random);
        byte[] answer = node.answer(offer, id -> Optional.of(used), random);
        client.accept(answer);
        for (DoubleRatchet end : new DoubleRatchet[] {client, node}) {
            end.switchSealing();
            end.switchOpening();
        }
    }

    /** A BUILD for three hops. */
    @Benchmark
    public byte[] buildAtClient() throws Port17Exception {
        BodyWriter writer = new BodyWriter(new FramePool(), frame -> {});
        ClientBuild build = ClientBuild.make(plans, List.of(), writer, random);
        build.ratchets().forEach(DoubleRatchet::close);
        return build.blob();
    }

    /** A BUILD opened by the first of them. */
    @Benchmark
    public byte[] buildAtNode() throws Port17Exception {
        NodeBuild build = NodeBuild.open(blob, plans.get(0).node(), used, prekeys.get(0), digest);
        build.ratchet().close();
        return build.blob();
    }
}
