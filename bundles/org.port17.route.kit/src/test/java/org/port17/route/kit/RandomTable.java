package org.port17.route.kit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Made-up networks: few places hold many nodes, few owners hold many nodes, few nodes hold much capacity. */
final class RandomTable {
    static final long NOW = 1_780_000_000L;
    private static final String[] CODES = {"US", "DE", "FR", "NL", "GB", "CH", "JP", "BR", "IN", "ZA", "AU", "SE"};

    private RandomTable() {}

    static NodeTable of(long seed, int size, int owners, int systems) {
        return NodeTable.of(rows(seed, size, owners, systems), NOW);
    }

    static List<NodeRow> rows(long seed, int size, int owners, int systems) {
        Random random = new Random(seed);
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int place = (int) (Math.pow(random.nextDouble(), 3) * 150);
            Random where = new Random(place);
            double latitude = where.nextDouble() * 110 - 40;
            double longitude = where.nextDouble() * 340 - 170;
            int owner = (int) (Math.pow(random.nextDouble(), 2) * owners);
            int as = 1 + (int) (Math.pow(random.nextDouble(), 2) * systems);
            boolean six = random.nextInt(3) == 0;
            rows.add(new NodeRow(
                    random.nextLong(),
                    "owner" + owner,
                    new Uplink(0, as, "hoster" + as / 2),
                    six ? new Uplink(0, 1 + random.nextInt(systems), "hoster" + as / 2) : Uplink.NONE,
                    CODES[place % CODES.length],
                    latitude,
                    longitude,
                    (long) Math.exp(13 + 1.5 * random.nextGaussian()),
                    NOW - 86_400L * random.nextInt(200) - 1,
                    (random.nextInt(3) == 0 ? NodeRow.EXIT : 0)
                            | (random.nextInt(4) == 0 ? NodeRow.VERIFIED_OWNER : 0)
                            | NodeRow.GUARD,
                    0,
                    0));
        }
        return rows;
    }

    static BitSet all(NodeTable table) {
        var all = new BitSet();
        all.set(0, table.size());
        return all;
    }
}
