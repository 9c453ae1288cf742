package org.port17.netmap.column;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.NodeStatement;

/**
 * What many nodes have in common; a map names each shape once.
 *
 * @param port of its first endpoint, 0 if that has none
 * @param schemes of its endpoints in order of preference, separated by commas
 * @param suites in order of preference
 * @param traits what it is and what its other columns hold
 */
public record Shape(int port, String schemes, List<Integer> suites, Traits traits) implements Comparable<Shape> {
    /**
     * @param exit opens connections to destinations
     * @param trusted the authorities' trust list names it or its owner
     * @param certified its owner's key signed its key
     * @param ipv6 it has an address of version 6
     * @param located it stands, by measured round trips, elsewhere than the place database has it
     */
    public record Traits(boolean exit, boolean trusted, boolean certified, boolean ipv6, boolean located) {
        int bits() {
            return (exit ? 1 : 0) | (trusted ? 2 : 0) | (certified ? 4 : 0) | (ipv6 ? 8 : 0) | (located ? 16 : 0);
        }

        static Traits of(int bits) {
            return new Traits((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
        }
    }

    static final int MAX_SCHEMES = NodeStatement.MAX_SCHEMES;
    static final int MAX_SUITES = 32;
    private static final int KNOWN_BITS = 31;

    public Shape {
        suites = List.copyOf(suites);
    }

    /** The same for a node that was measured to stand elsewhere than the place database has it, or not. */
    Shape placed(boolean elsewhere) {
        return elsewhere == traits.located()
                ? this
                : new Shape(
                        port,
                        schemes,
                        suites,
                        new Traits(traits.exit(), traits.trusted(), traits.certified(), traits.ipv6(), elsewhere));
    }

    byte[] bytes() {
        ColumnSink out = new ColumnSink(32).u8(traits.bits()).u16(port).u8(schemes.length());
        byte[] text = schemes.getBytes(StandardCharsets.US_ASCII);
        out.raw(text, 0, text.length).u8(suites.size());
        suites.forEach(out::u16);
        return out.bytes();
    }

    static Shape read(ColumnSource in) throws Port17Exception {
        int bits = in.u8();
        if ((bits & ~KNOWN_BITS) != 0) {
            throw in.bad("an unknown trait is set");
        }
        int port = in.u16();
        String schemes = new String(in.take(in.u8()), StandardCharsets.US_ASCII);
        if (!schemes.matches("([a-z][a-z0-9]{0,15}(,|$))*")) {
            throw in.bad("a scheme is no scheme");
        }
        int count = in.u8();
        if (count > MAX_SUITES) {
            throw in.bad("a node has more than 32 suites");
        }
        List<Integer> suites = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            suites.add(in.u16());
        }
        return new Shape(port, schemes, suites, Traits.of(bits));
    }

    /** The order in which a map lists them. */
    @Override
    public int compareTo(Shape other) {
        return Arrays.compareUnsigned(bytes(), other.bytes());
    }
}
