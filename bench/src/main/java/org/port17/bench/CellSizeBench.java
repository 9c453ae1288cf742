package org.port17.bench;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.aesgcm.AesGcmSuite;

/**
 * What cryptography costs per cell of each candidate size: the table behind ADR 0002. {@code relayPass} is what a
 * middle node does with one outbound cell (open the link record, peel, seal the next record); {@code clientThreeHops}
 * is what a client does (fillers, three layers, seal the record).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CellSizeBench {
    private static final int TAG = 16;
    private static final int RECORD = 12;

    @Param({"1024", "2048", "4096", "8192", "16384"})
    public int size;

    private Pair entry;
    private Pair middle;
    private Pair exit;
    private Pair linkIn;
    private Pair linkOut;
    private byte[] cell;
    private byte[] a;
    private byte[] b;
    private byte[] c;
    private byte[] zone;

    private static final class Pair {
        final DoubleRatchet client;
        final DoubleRatchet node;

        Pair(CipherSuite suite) throws Port17Exception {
            SecureRandom random = new SecureRandom();
            try (Prekey prekey = suite.newPrekey(PrekeyUse.ONION, random)) {
                DoubleRatchet.Started i =
                        DoubleRatchet.initiate(suite, PrekeyUse.ONION, prekey.publicKey(), new byte[0], random);
                client = i.ratchet();
                node = DoubleRatchet.respond(suite, prekey, i.share(), new byte[0]);
            }
        }
    }

    @Setup(org.openjdk.jmh.annotations.Level.Iteration)
    public void setup() throws Port17Exception {
        CipherSuite suite = new AesGcmSuite();
        entry = new Pair(suite);
        middle = new Pair(suite);
        exit = new Pair(suite);
        linkIn = new Pair(suite);
        linkOut = new Pair(suite);
        cell = new byte[size + 400];
        a = new byte[size + 400];
        b = new byte[size + 400];
        c = new byte[size + 400];
        zone = new byte[96];
        budget = 0;
    }

    private int budget;

    /** One epoch protects at most 2^20 messages; fresh keys before that, the cost amortised to nothing. */
    private void limit() throws Port17Exception {
        if (++budget == 1 << 19) {
            setup();
        }
    }

    /** Seal as the previous node and pass through as the relay; the seals of the sender are included, so halve it. */
    @Benchmark
    public byte[] relayPassAndItsSender() throws Port17Exception {
        limit();
        entry.client.seal(1, cell, 0, size - TAG, cell, 0);
        linkIn.client.seal(1, cell, 0, size + RECORD, a, 0);
        if (!linkIn.node.open(1, a, 0, size + RECORD + TAG, a, 0)) {
            throw new IllegalStateException("link tag");
        }
        entry.node.openFiller(b, 0);
        if (!entry.node.open(1, a, 0, size, b, 24)) {
            throw new IllegalStateException("onion tag");
        }
        linkOut.client.seal(1, b, 0, size + RECORD, c, 0);
        return c;
    }

    @Benchmark
    public byte[] clientThreeHops() throws Port17Exception {
        limit();
        entry.client.sealFiller(zone, 0);
        middle.client.sealKeystream(zone, 0, 24);
        middle.client.sealFiller(zone, 24);
        exit.client.sealKeystream(cell, 0, 48);
        exit.client.seal(1, cell, 0, size - TAG, cell, 0);
        middle.client.seal(1, cell, 24, size - TAG, cell, 24);
        entry.client.seal(1, cell, 48, size - TAG, cell, 48);
        linkOut.client.seal(1, cell, 48, size + RECORD, a, 0);
        return a;
    }
}
