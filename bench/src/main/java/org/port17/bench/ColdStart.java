package org.port17.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;
import org.port17.circuit.CircuitPart;
import org.port17.rehearsal.Stage;
import org.port17.relay.RelayPart;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;

/**
 * What circuits cost a process that rehearsed so many rounds before: processor time of the thread that plays client, three
 * nodes and destination in one, for the 1st, 2nd, 5th, … circuit with its steps, and for the first bulk answer. One count
 * of rounds per JVM:
 *
 * <pre>
 * for r in 0 24 160; do java -cp 'bench/target/classes:bench/target/lib/*' org.port17.bench.ColdStart $r; done
 * </pre>
 */
public final class ColdStart {
    private static final Set<Integer> SHOWN = Set.of(1, 2, 5, 20, 100);
    private static final int LAST = 100;
    private static final int TINY = 200;

    /** A hundred bulk cells. */
    private static final int BULK = 100 * 16_000;

    private static final int ROUNDS_OF_A_STAGE = 8;
    private static final double NANOS_PER_MILLI = 1e6;

    private ColdStart() {}

    /** First argument: rounds rehearsed; second, if there: {@code chacha}. */
    public static void main(String[] arguments) throws Exception {
        int rehearsed = Integer.parseInt(arguments[0]);
        CipherSuite suite =
                arguments.length > 1 && arguments[1].equals("chacha") ? new ChaChaSuite() : new AesGcmSuite();
        SecureRandom random = new SecureRandom();
        for (int done = 0; done < rehearsed; ) {
            try (Stage stage = new Stage(suite, new RelayPart(), new CircuitPart(), random)) {
                for (int i = 0; i < ROUNDS_OF_A_STAGE && done < rehearsed; i++) {
                    stage.round(++done % ROUNDS_OF_A_STAGE == 0 ? BULK / 3 : TINY);
                }
            }
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        StringBuilder line = new StringBuilder();
        try (Stage stage = new Stage(suite, new RelayPart(), new CircuitPart(), random)) {
            for (int round = 1; round <= LAST; round++) {
                double millis = time(threads, stage, TINY);
                if (SHOWN.contains(round)) {
                    line.append(String.format(Locale.ROOT, " %d: %.2f", round, millis));
                }
            }
        }
        double bulk;
        try (Stage stage = new Stage(suite, new RelayPart(), new CircuitPart(), random)) {
            stage.round(TINY);
            bulk = time(threads, stage, BULK);
        }
        System.out.printf(
                Locale.ROOT, "%d rounds rehearsed; ms of circuit%s; of 100 bulk cells: %.1f%n", rehearsed, line, bulk);
    }

    private static double time(ThreadMXBean threads, Stage stage, int answer) throws Exception {
        long began = threads.getCurrentThreadCpuTime();
        stage.round(answer);
        return (threads.getCurrentThreadCpuTime() - began) / NANOS_PER_MILLI;
    }
}
