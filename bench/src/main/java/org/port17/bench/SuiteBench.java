package org.port17.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.Initiation;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.suite.kit.gcm.GcmSuite;
import org.port17.suite.mldsa.MlDsaSuite;

/** What one cell costs in each suite by each provider, its share of the chain's steps included: sealed and opened. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SuiteBench {
    private static final int KIND = 1;
    private static final int TAG = 16;

    @Param({"aesgcm", "aesgcm-accp", "mldsa", "mldsa-accp", "chacha"})
    public String suite;

    @Param({"1024", "16384"})
    public int size;

    private CipherSuite made;
    private Chain seals;
    private Chain opens;
    private byte[] cell;
    private byte[] sealed;

    private static CipherSuite make(String name) {
        String[] parts = name.split("-");
        if (parts[0].equals("chacha")) {
            return new ChaChaSuite();
        }
        GcmSuite gcm = parts[0].equals("mldsa") ? new MlDsaSuite() : new AesGcmSuite();
        if (parts.length > 1) {
            gcm.useFast(AmazonCorrettoCryptoProvider.INSTANCE);
        }
        return gcm;
    }

    @Setup(Level.Trial)
    public void setup() throws Port17Exception {
        made = make(suite);
        cell = new byte[size];
        sealed = new byte[size + TAG];
        renew();
    }

    private void renew() throws Port17Exception {
        SecureRandom random = new SecureRandom();
        try (Prekey prekey = made.newPrekey(PrekeyUse.ONION, random)) {
            Initiation first = made.initiate(PrekeyUse.ONION, prekey.publicKey(), new byte[0], random);
            Epoch node = made.respond(prekey, first.share(), new byte[0]);
            seals = first.epoch().takeSealing();
            opens = node.takeOpening();
        }
    }

    @Benchmark
    public boolean sealAndOpen() throws Port17Exception {
        if (seals.messages() == Chain.LIMIT) {
            renew();
        }
        seals.seal(KIND, cell, 0, size, sealed, 0);
        return opens.open(KIND, sealed, 0, size + TAG, cell, 0);
    }
}
