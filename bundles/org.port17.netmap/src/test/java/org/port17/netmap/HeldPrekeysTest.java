package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.PrekeyUse;

/** What becomes of a set when one who signed for it turns out to be bad: two of three sign. */
class HeldPrekeysTest {
    private static final SigningKey ONE = Samples.key(99);
    private static final SigningKey TWO = Samples.key(98);
    private static final SigningKey BAD = Samples.key(97);
    private final InstantSource clock = () -> Instant.ofEpochMilli(Samples.NOW_MILLIS);
    private final HeldMap held = new HeldMap(
            new Quorum(
                    Stream.of(ONE, TWO, BAD)
                            .map(k -> HexFormat.of().formatHex(k.publicKey()))
                            .toList(),
                    2),
            clock);

    @Test
    void aSetThatALaterHeadNamesTooStays() throws Exception {
        take(by(1, "ada", ONE, BAD));
        held.prekeys(set());
        take(by(2, "ada", ONE, TWO));
        assertTrue(held.hasPrekeys());
        held.judge(by(3, "ada", ONE, BAD).head().bytes());
        fork(by(3, "bob", TWO, BAD));
        assertEquals(2, held.view(MapFacts.Split.AGREED).epoch(), "both of its signers count");
        assertEquals(2, held.prekeyCount());
    }

    @Test
    void aSetThatAnEarlierHeadNamesStaysWithoutTheLater() throws Exception {
        take(by(1, "ada", ONE, TWO));
        held.prekeys(set());
        take(by(2, "ada", ONE, BAD));
        fork(by(2, "bob", TWO, BAD));
        assertEquals(0, held.view(MapFacts.Split.AGREED).epoch());
        assertEquals(2, held.prekeyCount());
    }

    @Test
    void aSetThatNoHeadNamesAnyMoreGoes() throws Exception {
        take(by(1, "ada", ONE, BAD));
        held.prekeys(set());
        fork(by(1, "bob", TWO, BAD));
        assertEquals(0, held.prekeyCount());
    }

    private void fork(Samples.Made other) {
        assertThrows(Port17Exception.class, () -> held.judge(other.head().bytes()));
        assertEquals(1, held.signers().ignored());
    }

    private void take(Samples.Made map) throws Port17Exception {
        held.take(held.judge(map.head().bytes()), map.columns());
        held.records(map.records());
    }

    private static byte[] set() throws Port17Exception {
        List<SignedPrekey> both = List.of(
                Samples.prekey(Samples.key(1), 0x0101, PrekeyUse.LINK, 7, Samples.NOW),
                Samples.prekey(Samples.key(1), 0x0101, PrekeyUse.ONION, 8, Samples.NOW));
        return PrekeySet.write(both);
    }

    private static Samples.Made by(long epoch, String name, SigningKey... keys) throws Port17Exception {
        List<MapNode> nodes = List.of(MapNode.of(Samples.node(1, name)));
        long now = Samples.NOW_MILLIS;
        return Samples.made(
                List.of(keys),
                Samples.statement(epoch, now, now + 86_400_000, List.of(0x0101), nodes, set()),
                nodes,
                set());
    }
}
