package org.port17.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
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
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.rules.RuleFileBook;
import org.port17.spi.rule.RuleControl;
import org.port17.spi.rule.Ruling;

/**
 * How long it takes to find the rule for a connection among many: target 1 µs at 100,000 rules. Every question is for another
 * destination, so that nothing is found in the processor's caches that would not be there in use.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RuleLookupBench {
    private static final int QUESTIONS = 1 << 16;
    private static final String[] APPLICATIONS = {"", "browser", "mail", "app7", "unknown"};

    @Param({"1000", "100000"})
    public int rules;

    @Param({"name", "ipv4", "ipv6"})
    public String kind;

    private final Destination[] destinations = new Destination[QUESTIONS];
    private RuleControl book;
    private int next;

    @Setup
    public void read() throws IOException, Port17Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rules; i++) {
            text.append(rule(i)).append('\n');
        }
        Path file = Files.createTempFile("port17", ".rules");
        try {
            Files.writeString(file, text);
            RuleFileBook made = new RuleFileBook(file, Clock.systemUTC());
            if (!made.reload().good()) {
                throw new IllegalStateException(made.file().errors().toString());
            }
            book = made;
        } finally {
            Files.delete(file);
        }
        Random random = new Random(17);
        for (int i = 0; i < QUESTIONS; i++) {
            int n = random.nextInt(rules + rules / 4);
            destinations[i] = Destination.of(
                    switch (kind) {
                        case "name" -> "www.cdn" + n % 7 + ".site" + n + ".example.org";
                        case "ipv4" -> "10." + (n >> 8 & 255) + "." + (n & 255) + ".9";
                        default ->
                            "2001:db8:" + Integer.toHexString(n & 0xffff) + "::" + Integer.toHexString(n & 0xffff);
                    },
                    443);
        }
    }

    /** A file such as people make of block lists, with every kind of condition. */
    private static String rule(int i) {
        return switch (i % 10) {
            case 0 -> "block net 10." + (i >> 8 & 255) + "." + (i & 255) + ".0/24";
            case 1 -> "tunnel net 2001:db8:" + Integer.toHexString(i & 0xffff) + "::/48 level 2";
            case 2 -> "tunnel app browser, app" + i % 50 + " domain site" + i + ".example.org exit country CH";
            case 3 -> "block host *.site" + i + ".example.org port 80";
            case 4 -> "tunnel app mail host www.site" + i + ".example.org port 443, 8000-8100 isolate";
            default -> "block domain site" + i + ".example.org";
        };
    }

    @Benchmark
    public Ruling lookup() {
        int i = next++;
        return book.explain(APPLICATIONS[i % APPLICATIONS.length], destinations[i & QUESTIONS - 1]);
    }

    /** For comparison: only the destinations' memory is read. */
    @Benchmark
    public int baseline() {
        int i = next++;
        return destinations[i & QUESTIONS - 1].host().hashCode() + APPLICATIONS[i % APPLICATIONS.length].length();
    }
}
