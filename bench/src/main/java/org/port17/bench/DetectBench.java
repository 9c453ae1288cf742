package org.port17.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
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
import org.port17.detect.Finding;
import org.port17.detect.Recogniser;

/**
 * What it costs to decide whether a connection is encrypted, and to go on watching one: per connection, the object
 * included, with the client's first bytes in one piece or byte by byte; and per 16 KiB of an upload within TLS.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DetectBench {
    @Param({"tls", "ssh", "http", "random"})
    public String client;

    private final byte[] record = new byte[5 + 16 * 1024];
    private byte[] first;
    private Recogniser running;

    @Setup
    public void start() throws NoSuchAlgorithmException, IOException {
        byte[] hello = hello();
        first = switch (client) {
            case "tls" -> hello;
            case "ssh" -> "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u5\r\n".getBytes(StandardCharsets.US_ASCII);
            case "http" ->
                ("GET /index.html HTTP/1.1\r\nHost: example.org\r\nUser-Agent: curl/7.88.1\r\n" + "Accept: */*\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
            default -> noise(512);
        };
        byte[] sealed = noise(16 * 1024);
        System.arraycopy(new byte[] {23, 3, 3, 0x40, 0}, 0, record, 0, 5);
        System.arraycopy(sealed, 0, record, 5, sealed.length);
        running = new Recogniser(443);
        running.feed(hello, 0, hello.length);
    }

    private static byte[] hello() throws NoSuchAlgorithmException, IOException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("www.example.org", 443);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(20_000);
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new java.util.Random(17).nextBytes(bytes);
        bytes[0] = (byte) 0x80;
        return bytes;
    }

    @Benchmark
    public Finding decision() {
        return new Recogniser(443).feed(first, 0, first.length);
    }

    @Benchmark
    public Finding decisionByteByByte() {
        Recogniser recogniser = new Recogniser(443);
        for (int i = 0; i < first.length; i++) {
            recogniser.feed(first, i, 1);
        }
        return recogniser.finding();
    }

    @Benchmark
    public Object name() {
        Recogniser recogniser = new Recogniser(443);
        recogniser.feed(first, 0, first.length);
        return recogniser.protocol();
    }

    /** 16 KiB of an upload; the same whatever {@code client} says. */
    @Benchmark
    public Finding watching() {
        return running.feed(record, 0, record.length);
    }
}
