package org.port17.route.kit;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All nodes of one map as columns, built once for each map; a node is its row number. About 100 bytes a node. Immutable, for
 * any thread.
 */
public final class NodeTable {
    static final int SYSTEM = 0;
    static final int HOSTER = 2;
    static final int NETWORK = 4;
    private static final int OWNER = 6;
    private static final int COUNTRY = 7;
    private static final int PLACE = 8;
    private static final int TRAITS = 12;

    /** Most rows: what the map allows, with room. */
    public static final int MOST = 1 << 20;

    final long[] key;
    /**
     * What rules ask of a candidate, side by side, for rows are drawn from all over the table and each column would be a line
     * of cache: system, hoster and network, each of the IPv4 address and then of the IPv6 address with 0 for unknown, owner,
     * country, three floats of the unit vector and a free entry.
     */
    private final int[] traits;

    /** Rows with further addresses: system, hoster and network of each; empty arrays elsewhere, null if there is no such row. */
    private int[][] others;

    /** {@link Geo#cell}, {@link Geo#CELLS} without a place. */
    final char[] cell;

    final int[] capacity;
    final long[] since;
    final byte[] flags;
    final int[] version;
    final long[] uptime;
    private final List<String> countries;
    private final long[] ownerKeys;
    private final int[] slots;
    private final long at;
    private final long first;
    private final boolean measured;
    private final Kin kin;

    /** @param at the map's time, seconds since 1970; ages are counted to it */
    public static NodeTable of(Collection<NodeRow> rows, long at) {
        return new NodeTable(rows, at);
    }

    private NodeTable(Collection<NodeRow> rows, long at) {
        int n = rows.size();
        if (n > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " nodes");
        }
        this.at = at;
        key = new long[n];
        traits = new int[TRAITS * n];
        cell = new char[n];
        capacity = new int[n];
        since = new long[n];
        flags = new byte[n];
        version = new int[n];
        uptime = new long[n];
        slots = new int[Integer.highestOneBit(Math.max(1, n)) * 4];
        var names = new Names();
        int i = 0;
        long oldest = Long.MAX_VALUE;
        int known = 0;
        for (NodeRow row : rows) {
            fill(i, row, names);
            oldest = row.since() > 0 ? Math.min(oldest, row.since()) : oldest;
            known += row.capacity() > 0 ? 1 : 0;
            i++;
        }
        first = oldest == Long.MAX_VALUE ? at : oldest;
        measured = known > 0 && 2 * known >= n;
        countries = List.copyOf(names.countries.keySet());
        ownerKeys = names.owners.keySet().stream().mapToLong(Prf::nameKey).toArray();
        kin = Kin.of(this);
    }

    /** Numbers for names, in order of appearance. 0 is the unknown one, except for owners. */
    private static final class Names {
        final Map<String, Integer> owners = new LinkedHashMap<>();
        final Map<String, Integer> hosters = new LinkedHashMap<>(Map.of("", 0));
        final Map<String, Integer> countries = new LinkedHashMap<>(Map.of("", 0));
        final Map<Long, Integer> networks = new LinkedHashMap<>(Map.of(0L, 0));

        static <T> int number(Map<T, Integer> known, T name) {
            Integer number = known.putIfAbsent(name, known.size());
            return number == null ? known.size() - 1 : number;
        }
    }

    private void fill(int i, NodeRow row, Names names) {
        key[i] = row.key();
        // Who names no owner is one of its own.
        String owned = row.owner().isEmpty() ? "\u0000" + row.key() : row.owner();
        traits[TRAITS * i + OWNER] = Names.number(names.owners, owned);
        further(i, row, names);
        for (int family = 0; family < 2; family++) {
            Uplink uplink = family == 0 ? row.v4() : row.v6();
            int at = TRAITS * i + family;
            traits[at + SYSTEM] = (int) uplink.as();
            traits[at + HOSTER] = Names.number(names.hosters, uplink.hoster());
            traits[at + NETWORK] = Names.number(names.networks, uplink.network());
        }
        traits[TRAITS * i + COUNTRY] = Names.number(names.countries, row.country());
        cell[i] = Geo.CELLS;
        if (!Double.isNaN(row.latitude())) {
            cell[i] = (char) Geo.cell(row.latitude(), row.longitude());
            axis(i, 0, Geo.x(row.latitude(), row.longitude()));
            axis(i, 1, Geo.y(row.latitude(), row.longitude()));
            axis(i, 2, Geo.z(row.latitude()));
        }
        capacity[i] = (int) Math.min(Ramp.MOST_KIB, (row.capacity() + 1023) / 1024);
        since[i] = row.since();
        flags[i] = (byte) row.flags();
        version[i] = row.version();
        uptime[i] = row.uptime();
        int slot = slot(row.key());
        if (slots[slot] != 0) {
            throw new IllegalArgumentException("two nodes have one key");
        }
        slots[slot] = i + 1;
    }

    private float axis(int row, int axis) {
        return Float.intBitsToFloat(traits[TRAITS * row + PLACE + axis]);
    }

    private void axis(int row, int axis, double value) {
        traits[TRAITS * row + PLACE + axis] = Float.floatToRawIntBits((float) value);
    }

    private void further(int i, NodeRow row, Names names) {
        if (row.others().isEmpty()) {
            return;
        }
        if (others == null) {
            others = new int[key.length][];
        }
        int[] further = new int[3 * row.others().size()];
        for (int at = 0; at < row.others().size(); at++) {
            Uplink uplink = row.others().get(at);
            further[3 * at] = (int) uplink.as();
            further[3 * at + HOSTER / 2] = Names.number(names.hosters, uplink.hoster());
            further[3 * at + NETWORK / 2] = Names.number(names.networks, uplink.network());
        }
        others[i] = further;
    }

    /**
     * Whether two rows share a system, hoster or network, by any address of either; 0 shares with nobody.
     *
     * @param what {@link #SYSTEM}, {@link #HOSTER} or {@link #NETWORK}
     */
    boolean meet(int what, int a, int b) {
        return has(what, b, trait(what, a, 0))
                || has(what, b, trait(what, a, 1))
                || others != null && furtherMeets(what, a, b);
    }

    private boolean furtherMeets(int what, int a, int b) {
        for (int at = what / 2; others[a] != null && at < others[a].length; at += 3) {
            if (has(what, b, others[a][at])) {
                return true;
            }
        }
        return false;
    }

    private boolean has(int what, int row, int wanted) {
        if (wanted == 0) {
            return false;
        }
        if (trait(what, row, 0) == wanted || trait(what, row, 1) == wanted) {
            return true;
        }
        for (int at = what / 2; others != null && others[row] != null && at < others[row].length; at += 3) {
            if (others[row][at] == wanted) {
                return true;
            }
        }
        return false;
    }

    private int slot(long wanted) {
        int slot = (int) (wanted * 0x9E37_79B9_7F4A_7C15L >>> 40) & slots.length - 1;
        while (slots[slot] != 0 && key[slots[slot] - 1] != wanted) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    public int size() {
        return key.length;
    }

    /** The row of a node, -1 if this map lacks it. */
    public int row(long wanted) {
        return slots[slot(wanted)] - 1;
    }

    public long key(int row) {
        return key[row];
    }

    /** A number for its declared owner, 0 to {@link #owners}. */
    public int owner(int row) {
        return traits[TRAITS * row + OWNER];
    }

    /** Whether two nodes are of one owner, or of two that look like one person, see {@link Kin}. */
    boolean akin(int a, int b) {
        return owner(a) == owner(b) || kin.kin(owner(a), owner(b));
    }

    /** How many owners are declared; numbers of {@link #owner} are below. */
    public int owners() {
        return ownerKeys.length;
    }

    /** The same in every map, unlike its number. */
    long ownerKey(int number) {
        return ownerKeys[number];
    }

    /** Autonomous system of the IPv4 address, else of the IPv6 address; 0 if unknown. */
    public long as(int row) {
        int as = trait(SYSTEM, row, 0) != 0 ? trait(SYSTEM, row, 0) : trait(SYSTEM, row, 1);
        return as & 0xFFFF_FFFFL;
    }

    /** Whether one of its addresses is in an autonomous system. */
    public boolean in(int row, long as) {
        return has(SYSTEM, row, (int) as);
    }

    /**
     * A number for what its address is in, 0 if that is unknown or there is no such address.
     *
     * @param what {@link #SYSTEM}, {@link #HOSTER} or {@link #NETWORK}
     * @param family 0 for IPv4, 1 for IPv6
     */
    int trait(int what, int row, int family) {
        return traits[TRAITS * row + what + family];
    }

    public String country(int row) {
        return countries.get(countryNumber(row));
    }

    /** The number of its country in this table, 0 if that is unknown. */
    int countryNumber(int row) {
        return traits[TRAITS * row + COUNTRY];
    }

    /** The number of a country in this table, -1 if no node stands there. */
    public int countryNumber(String code) {
        return countries.indexOf(code);
    }

    int countryCount() {
        return countries.size();
    }

    /** KiB a second, 0 if unmeasured. */
    public int capacity(int row) {
        return capacity[row];
    }

    public boolean is(int row, int flag) {
        return (flags[row] & flag) != 0;
    }

    public boolean placed(int row) {
        return cell[row] != Geo.CELLS;
    }

    /** Great-circle distance in km; a quarter of the globe where a place is unknown. */
    public double km(int a, int b) {
        return Geo.km(axis(a, 0) * axis(b, 0) + axis(a, 1) * axis(b, 1) + axis(a, 2) * axis(b, 2));
    }

    /** Distance in km from a place in degrees. */
    public double km(int row, double latitude, double longitude) {
        return Geo.km(axis(row, 0) * Geo.x(latitude, longitude)
                + axis(row, 1) * Geo.y(latitude, longitude)
                + axis(row, 2) * Geo.z(latitude));
    }

    /** Expected round-trip time of two nodes by distance, in ms. */
    public double rttMillis(int a, int b) {
        return Geo.rttMillis(km(a, b));
    }

    /** Days since it appeared; 0 if that is unknown. */
    public double ageDays(int row) {
        return since[row] == 0 ? 0 : Math.max(0, at - since[row]) / 86_400.0;
    }

    /** Age of the oldest node. */
    public double networkDays() {
        return Math.max(0, at - first) / 86_400.0;
    }

    /** Whether half of the nodes or more were measured. */
    public boolean measured() {
        return measured;
    }

    /** The map's time, seconds since 1970. */
    public long at() {
        return at;
    }
}
