package org.port17.netmap.format;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * What the authorities sign: which map counts, and the network's rules.
 *
 * @param network its name, 1 to 32 characters of {@code [a-z0-9-]}
 * @param founded seconds since 1970; weeks in the columns count from here
 * @param epoch from 1; grows with each map
 * @param created milliseconds since 1970
 * @param validUntil milliseconds since 1970
 * @param suites permitted suites in order of preference, 1 to 32
 * @param root of the map's {@link org.port17.netmap.column.Columns}, 32 bytes as hexadecimal
 * @param nodes how many rows these have
 * @param places SHA-256 of the place database that the columns take for granted, as hexadecimal; empty if they say every
 *     place themselves
 * @param prekeys SHA-256 of the {@link PrekeySet} that goes with the map, 32 bytes as hexadecimal; clients use no other
 * @param bootstrapOwners number of owners from which on no two nodes of one owner may share a route; 0: from the start
 */
public record HeadStatement(
        String network,
        long founded,
        long epoch,
        long created,
        long validUntil,
        List<Integer> suites,
        String root,
        int nodes,
        String places,
        String prekeys,
        int bootstrapOwners) {
    static final int MAX_EXTENSION = 4_096;
    private static final int DIGEST = 32;
    private static final byte[] NONE = new byte[DIGEST];

    public HeadStatement {
        suites = List.copyOf(suites);
    }

    /** The bytes that are signed. @throws Port17Exception BAD_INPUT if a field is out of its bound */
    public byte[] message() throws Port17Exception {
        check();
        Writer out = new Writer()
                .header(MapHead.MAGIC, MapHead.VERSION)
                .text(network)
                .u64(founded)
                .u64(epoch)
                .u64(created)
                .u64(validUntil)
                .u8(suites.size());
        suites.forEach(out::u16);
        return out.raw(HexFormat.of().parseHex(root))
                .u32(nodes)
                .raw(places.isEmpty() ? NONE : HexFormat.of().parseHex(places))
                .raw(HexFormat.of().parseHex(prekeys))
                .u16(bootstrapOwners)
                .u16(0)
                .bytes();
    }

    static HeadStatement read(Reader in) throws Port17Exception {
        in.header(MapHead.MAGIC, MapHead.VERSION);
        String network = in.text("its network's name", 1, NodeStatement.MAX_NAME);
        long founded = in.u63();
        long epoch = in.u63();
        long created = in.u63();
        long validUntil = in.u63();
        List<Integer> suites = SignedNode.suites(in);
        String root = HexFormat.of().formatHex(in.bytes(DIGEST));
        long nodes = in.u32();
        byte[] places = in.bytes(DIGEST);
        String prekeys = HexFormat.of().formatHex(in.bytes(DIGEST));
        int bootstrapOwners = in.u16();
        int extension = in.u16();
        if (extension > MAX_EXTENSION || nodes > Integer.MAX_VALUE) {
            throw in.bad("a field exceeds its bound");
        }
        in.skip(extension);
        String database = Arrays.equals(places, NONE) ? "" : HexFormat.of().formatHex(places);
        return new HeadStatement(
                        network,
                        founded,
                        epoch,
                        created,
                        validUntil,
                        suites,
                        root,
                        (int) nodes,
                        database,
                        prekeys,
                        bootstrapOwners)
                .check();
    }

    private HeadStatement check() throws Port17Exception {
        require(NodeStatement.nameFits(network), "its network's name is not 1 to 32 characters of a-z, 0-9 and -");
        require(
                founded >= 0 && epoch >= 1 && created >= 0 && created < validUntil,
                "its number or times contradict each other");
        NodeStatement.requireSuites(suites, "map head");
        require(
                root.matches("[0-9a-f]{64}") && places.matches("([0-9a-f]{64})?") && prekeys.matches("[0-9a-f]{64}"),
                "a digest is not 32 bytes");
        require(nodes >= 0 && bootstrapOwners >= 0 && bootstrapOwners <= 0xffff, "a number is out of its bound");
        return this;
    }

    private static void require(boolean condition, String otherwise) throws Port17Exception {
        if (!condition) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "map head: " + otherwise);
        }
    }
}
