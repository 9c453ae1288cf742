package org.port17.route.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Synthetic networks with ground truth: hosters crowd many customers into few networks; some owners do not say that their
 * nodes are one's. Such an owner's nodes stand at one hoster, started within the hour, run one version and go down
 * together; half of them spread over networks.
 */
class KinTest {
    private static final int HONEST = 6000;
    private static final int HIDDEN = 60;
    private static final int EACH = 10;

    @Test
    void findsHiddenOwnersAndSparesStrangers() {
        for (int seed = 0; seed < 5; seed++) {
            NodeTable table = NodeTable.of(rows(seed), RandomTable.NOW);
            int found = 0;
            int pairs = 0;
            for (int h = 0; h < HIDDEN; h++) {
                for (int i = 1; i < EACH; i++) {
                    pairs++;
                    found += table.akin(table.row(hidden(h, i)), table.row(hidden(h, 0))) ? 1 : 0;
                }
            }
            var wrong = new HashSet<Integer>();
            for (int i = 0; i < HONEST; i++) {
                for (int j = 0; j < i; j++) {
                    if (table.akin(table.row(i + 1), table.row(j + 1))) {
                        wrong.addAll(List.of(i, j));
                    }
                }
            }
            assertTrue(found > 0.9 * pairs, "seed " + seed + " found " + found + " of " + pairs);
            assertTrue(wrong.size() <= 0.01 * HONEST, "seed " + seed + " held " + wrong.size() + " strangers for kin");
        }
    }

    /** Somebody puts a node beside each of many others, started in its hour, and so looks like all of them. */
    @Test
    void whoLooksLikeManyJoinsNoneOfThem() {
        int others = 30;
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            rows.add(row(i + 1, "o" + i, 1_000 + i, 1 + i, i * 100_000, 3 + i, -1));
            rows.add(row(1_000 + i, "m", 1_000 + i, 1 + i, i * 100_000 + 60, 3 + i, -1));
        }
        for (int i = 0; i < 3_000; i++) {
            rows.add(row(10_000 + i, "s" + i, 50_000 + i, 100 + i % 500, 7_000 * i, 100 + i % 7, -1));
        }
        NodeTable table = NodeTable.of(rows, RandomTable.NOW);
        int kin = 0;
        for (int i = 0; i < others; i++) {
            kin += table.akin(table.row(i + 1), table.row(1_000 + i)) ? 1 : 0;
            assertEquals(i == 0, table.owner(table.row(1)) == table.owner(table.row(i + 1)), "shares stay apart");
            assertEquals(i == 0, table.akin(table.row(1), table.row(i + 1)), "no two of them are kin");
        }
        assertTrue(kin > others / 2, "it does look like " + kin + " of them");
    }

    /** The chance that a hidden pair scores higher than a pair of strangers at one hoster. */
    @Test
    void scoresTellPairsApart() {
        NodeTable table = NodeTable.of(rows(9), RandomTable.NOW);
        Kin.Shares shares = Kin.Shares.of(table);
        Random random = new Random(1);
        int better = 0;
        int trials = 20_000;
        for (int i = 0; i < trials; i++) {
            int h = random.nextInt(HIDDEN);
            double kin = Kin.score(
                    table, shares, table.row(hidden(h, 0)), table.row(hidden(h, 1 + random.nextInt(EACH - 1))));
            int a = table.row(1 + random.nextInt(HONEST));
            int b = table.row(1 + random.nextInt(HONEST));
            better += a == b || kin > Kin.score(table, shares, a, b) ? 1 : 0;
        }
        assertTrue(better > 0.95 * trials, "area under the curve " + better / (double) trials);
    }

    @Test
    void aNetworkThatStartsAtOnceAtOnePlaceIsNotOneOwner() {
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(new NodeRow(
                    i + 1, "o" + i, Uplink.NONE, Uplink.NONE, "DE", 50, 8, 0, RandomTable.NOW - 5, 0, 4, ~0L));
        }
        NodeTable table = NodeTable.of(rows, RandomTable.NOW);
        assertNotEquals(table.owner(0), table.owner(1));
        assertEquals(20, table.owners());
    }

    private static long hidden(int owner, int node) {
        return 1_000_000 + owner * 100L + node;
    }

    private static List<NodeRow> rows(long seed) {
        Random random = new Random(seed);
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < HONEST; i++) {
            int as = system(random);
            long net = as * 1000L + random.nextInt(400);
            rows.add(row(i + 1, "o" + i, net, as, random.nextInt(86_400 * 700), 1 + random.nextInt(4), up(random)));
        }
        for (int h = 0; h < HIDDEN; h++) {
            int as = system(random);
            int start = random.nextInt(86_400 * 700);
            int version = 1 + random.nextInt(4);
            long uptime = up(random);
            long net = as * 1000L + random.nextInt(400);
            for (int i = 0; i < EACH; i++) {
                long where = i % 2 == 0 ? net : as * 1000L + random.nextInt(400);
                rows.add(
                        row(hidden(h, i), "h" + h + "-" + i, where, as, start + random.nextInt(1800), version, uptime));
            }
        }
        Collections.shuffle(rows, random);
        return rows;
    }

    private static int system(Random random) {
        return 1 + (int) (Math.pow(random.nextDouble(), 3) * 300);
    }

    private static long up(Random random) {
        long up = -1;
        for (int gaps = random.nextInt(3); gaps > 0; gaps--) {
            up &= ~((1L << 1 + random.nextInt(4)) - 1 << random.nextInt(60));
        }
        return up;
    }

    private static NodeRow row(long key, String owner, long network, int as, int start, int version, long uptime) {
        return new NodeRow(
                key,
                owner,
                new Uplink(network, as, "h" + as),
                Uplink.NONE,
                "DE",
                50,
                8,
                1 << 20,
                RandomTable.NOW - 86_400L * 800 + start,
                0,
                version,
                uptime);
    }
}
