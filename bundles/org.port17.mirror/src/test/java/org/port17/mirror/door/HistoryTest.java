package org.port17.mirror.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.port17.netmap.column.OwnerNumbers;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SigningKey;

/** How much of the past is kept, by the length of the prekey sets. */
class HistoryTest {
    private static final int LENGTH = 1_000;

    @Test
    void threeSetsAreKeptAtMost() throws Exception {
        History history = new History(1 << 20);
        for (int epoch = 1; epoch <= 10; epoch++) {
            history.add(issued(epoch, set(epoch)));
        }
        for (int epoch = 1; epoch <= 10; epoch++) {
            assertEquals(epoch >= 8, kept(history, set(epoch)), "set " + epoch);
            assertTrue(history.epoch(epoch).isPresent(), "the head of each stays");
        }
    }

    @Test
    void fewerWhereTheyAreLongAndTheNewestAlways() throws Exception {
        History two = new History(2 * LENGTH);
        History none = new History(LENGTH / 2);
        for (int epoch = 1; epoch <= 3; epoch++) {
            two.add(issued(epoch, set(epoch)));
            none.add(issued(epoch, set(epoch)));
        }
        assertTrue(!kept(two, set(1)) && kept(two, set(2)) && kept(two, set(3)));
        assertTrue(!kept(none, set(1)) && !kept(none, set(2)) && kept(none, set(3)));
    }

    /** Of one that is too long nothing older is kept either, or the newest of what is kept would not be the newest. */
    @Test
    void aSetThatDoesNotFitLeavesNoRoomForOlderOnes() throws Exception {
        History history = new History(2 * LENGTH);
        history.add(issued(1, new byte[10]));
        history.add(issued(2, new byte[3 * LENGTH]));
        history.add(issued(3, set(3)));
        assertTrue(!kept(history, new byte[10]) && !kept(history, new byte[3 * LENGTH]) && kept(history, set(3)));
    }

    /** Maps of unchanged prekeys share one set, which counts once. */
    @Test
    void mapsOfOneSetShareIt() throws Exception {
        History history = new History(2 * LENGTH);
        byte[] same = set(1);
        for (int epoch = 1; epoch <= 20; epoch++) {
            history.add(issued(epoch, same));
        }
        history.add(issued(21, set(2)));
        assertSame(same, history.prekeys(PrekeySet.digest(same)).orElseThrow());
        assertTrue(kept(history, set(2)));
    }

    private static boolean kept(History history, byte[] set) {
        return history.prekeys(PrekeySet.digest(set)).isPresent();
    }

    private static byte[] set(int number) {
        byte[] set = new byte[LENGTH];
        set[0] = (byte) number;
        return set;
    }

    private static Issued issued(long epoch, byte[] set) throws Exception {
        byte[] seed = new byte[32];
        seed[0] = 17;
        SigningKey key = SigningKey.of(seed);
        Edition edition = Edition.of(RecordRows.columns(List.of(), 1, new OwnerNumbers()), List.of());
        HeadStatement statement = new HeadStatement(
                "local", 1, epoch, 2, 3, List.of(0x0101), edition.root(), 0, "", PrekeySet.digest(set), 0);
        Quorum quorum = new Quorum(List.of(HexFormat.of().formatHex(key.publicKey())), 1);
        MapHead head =
                MapHead.of(statement, List.of(Quorum.Endorsement.by(key, Signatures.MAP, statement.message())), quorum);
        return new Issued(head, edition, Optional.of(set));
    }
}
