package org.port17.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreditGrantTest {
    private static final int ALL = 64 << 20;
    private final CreditGrant.Budget budget = new CreditGrant.Budget(ALL);

    /** A stream whose sender uses at once what it is granted. */
    private final class Stream {
        private final CreditGrant grant = new CreditGrant(budget);
        private long granted = Windows.STREAM_INITIAL;
        private long moved;

        /** Some bytes arrive and are taken. */
        void move(int bytes) {
            int now = (int) Math.min(bytes, granted - moved);
            assertTrue(grant.arrived(now));
            moved += now;
            granted += grant.taken(now);
        }

        long window() {
            return granted - moved;
        }
    }

    private List<Stream> streams(int count) {
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(new Stream());
        }
        return streams;
    }

    private static void move(List<Stream> streams, int rounds) {
        for (int i = 0; i < rounds; i++) {
            streams.forEach(stream -> stream.move(64 * 1024));
        }
    }

    @Test
    void aLoneStreamGetsTheLargestWindow() {
        List<Stream> one = streams(1);
        move(one, 1_000);
        long window = one.get(0).window();
        assertTrue(window > Windows.STREAM_MAX * 3L / 4 && window <= Windows.STREAM_MAX, "" + window);
    }

    @Test
    void thoseThatCameFirstGiveUpWhatOthersAreDue() {
        List<Stream> all = streams(8);
        move(all, 2_000);
        all.addAll(streams(56));
        move(all, 2_000);
        long least = all.stream().mapToLong(Stream::window).min().orElseThrow();
        long most = all.stream().mapToLong(Stream::window).max().orElseThrow();
        assertTrue(least > ALL / 64 / 2, "" + least);
        assertTrue(most < ALL / 32, "" + most);
    }

    /** A browser holds many connections that were busy once. */
    @Test
    void whereThereIsEnoughManyThatRestDoNotHoldBackOne() {
        List<Stream> resting = streams(100);
        move(resting, 1);
        List<Stream> one = streams(1);
        move(one, 1_000);
        assertTrue(
                one.get(0).window() > Windows.STREAM_MAX * 3L / 4,
                "" + one.get(0).window());
    }

    @Test
    void whatEndedGivesItsShareBack() {
        List<Stream> all = streams(64);
        move(all, 2_000);
        all.forEach(stream -> stream.grant.close());
        assertEquals(ALL, budget.free());
        aLoneStreamGetsTheLargestWindow();
    }

    @Test
    void moreThanWasGrantedIsNoticed() {
        Stream stream = new Stream();
        assertTrue(stream.grant.arrived(Windows.STREAM_INITIAL));
        assertFalse(stream.grant.arrived(1));
    }
}
