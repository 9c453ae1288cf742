package org.port17.sim.measure;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.Cells;
import org.port17.netmap.column.ColumnDiff;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.PrekeySample;
import org.port17.netmap.column.Row;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SigningKey;
import org.port17.sim.stats.Samples;
import org.port17.sim.world.World;

/** What the map of a generated network costs everyone, by the product's own code for it. */
public final class MapCost {
    /** In an hour, of all nodes: how many leave, how many join, and how many change their load. */
    private static final double CHURN = 0.01;

    private static final double LOADS = 0.12;
    /** Authorities, and how many of them must sign. */
    private static final int AUTHORITIES = 9;

    private static final int NEEDED = 5;
    private static final int WARM_UP = 10;
    private static final int TIMED = 20;

    private final World world;
    private final SplittableRandom random;

    /** @param world the last hundredth of its nodes join within the hour, all others are there before */
    public MapCost(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    /** How many nodes a world must have so that so many are in the first map. */
    public static int withJoining(int nodes) {
        return nodes + (int) (nodes * CHURN);
    }

    /** Bytes and milliseconds; times are processor time, the median of several. */
    public Figures run() {
        try {
            return measured();
        } catch (Port17Exception e) {
            throw new IllegalStateException("the generated network makes no map", e);
        }
    }

    private Figures measured() throws Port17Exception {
        int joining = (int) (world.size() * CHURN / (1 + CHURN));
        int nodes = world.size() - joining;
        var rows = new MapRows(world, random);
        List<Row> first = rows.rows(0, nodes);
        Columns before = Columns.of(notYetFound(first, joining));
        byte[] bytes = before.bytes();
        byte[] diff = ColumnDiff.between(before, Columns.of(hourLater(rows, first, joining)));
        List<SigningKey> keys = new ArrayList<>();
        for (int i = 0; i < AUTHORITIES; i++) {
            keys.add(SigningKey.generate(new SecureRandom()));
        }
        Quorum quorum = Quorum.of(
                keys.stream()
                        .map(key -> HexFormat.of().formatHex(key.publicKey()))
                        .toList(),
                NEEDED);
        byte[] head = head(before, keys, quorum);
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        var sample = PrekeySample.draw(before, new Cells(before), secret, Prekeys.HELD);
        return new Figures()
                .put("bytes", bytes.length)
                .put("bytes_per_node", (double) bytes.length / nodes)
                .put("head_bytes", head.length)
                .put("diff_bytes_hour", diff.length)
                .put("prekey_bytes_hour", sample.bytesAnHour())
                .put("verify_ms", millis(() -> MapHead.parse(head, quorum)))
                .put("index_ms", millis(() -> Columns.parse(bytes)));
    }

    /** Those that joined in the hour before are looked for in this one. */
    private static List<Row> notYetFound(List<Row> rows, int joined) {
        List<Row> before = new ArrayList<>(rows);
        before.subList(rows.size() - joined, rows.size()).replaceAll(row -> row.at(new byte[0]));
        return before;
    }

    private List<Row> hourLater(MapRows rows, List<Row> before, int joining) {
        List<Row> later = new ArrayList<>(before);
        Collections.shuffle(later, new Random(random.nextLong()));
        later.subList(0, joining).clear();
        for (int i = 0; i < before.size() * LOADS; i++) {
            later.set(i, rows.otherLoad(later.get(i)));
        }
        later.addAll(rows.rows(world.size() - joining, world.size()));
        return later;
    }

    private static byte[] head(Columns columns, List<SigningKey> keys, Quorum quorum) throws Port17Exception {
        var statement = new HeadStatement(
                "simulated",
                1_700_000_000L,
                1,
                1_800_000_000_000L,
                1_800_003_600_000L,
                List.of(0x0101),
                HexFormat.of().formatHex(columns.root()),
                columns.size(),
                "",
                "0".repeat(64),
                0);
        List<Quorum.Endorsement> endorsements = new ArrayList<>();
        for (SigningKey key : keys.subList(0, NEEDED)) {
            endorsements.add(Quorum.Endorsement.by(key, Signatures.MAP, statement.message()));
        }
        return MapHead.of(statement, endorsements, quorum).bytes();
    }

    private interface Step {
        Object run() throws Port17Exception;
    }

    private static double millis(Step step) throws Port17Exception {
        var threads = ManagementFactory.getThreadMXBean();
        var millis = new Samples();
        for (int i = 0; i < WARM_UP + TIMED; i++) {
            long start = threads.getCurrentThreadCpuTime();
            step.run();
            if (i >= WARM_UP) {
                millis.add((threads.getCurrentThreadCpuTime() - start) / 1e6);
            }
        }
        return millis.quantile(0.5);
    }
}
