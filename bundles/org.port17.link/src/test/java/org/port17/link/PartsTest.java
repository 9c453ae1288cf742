package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;

/** The pure parts by themselves. */
class PartsTest {
    private final FramePool frames = new FramePool();

    @Test
    void wherePeersKeysLieInATableIsASecret() {
        IntTable<Integer> one = new IntTable<>();
        IntTable<Integer> other = new IntTable<>();
        for (int i = 1; i <= 200; i++) {
            one.put(i << 20, i);
            other.put(i << 20, i);
        }
        assertFalse(one.values().equals(other.values()), "keys can be chosen so that they crowd one place");
    }

    @Test
    void tableAgreesWithAMapOverRandomSteps() {
        Random random = new Random(1);
        IntTable<Integer> table = new IntTable<>();
        Map<Integer, Integer> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            int key = (random.nextInt(600) + 1) * (random.nextBoolean() ? 1 : 0x00010001);
            switch (random.nextInt(3)) {
                case 0 -> {
                    table.put(key, i);
                    model.put(key, i);
                }
                case 1 -> assertEquals(model.remove(key), table.remove(key));
                default -> assertEquals(model.get(key), table.get(key));
            }
            assertEquals(model.size(), table.size());
        }
        assertEquals(model.size(), table.values().size());
        assertNull(table.get(0));
        assertNull(table.remove(0));
        assertEquals(model.size(), table.size());
    }

    @Test
    void windowReleasesWhatIsAcknowledgedAcrossTheCountersWrap() {
        ResendWindow window = new ResendWindow(1 << 20);
        List<Integer> told = new ArrayList<>();
        ResendWindow.Acknowledged ear = (frame, circuit, kind) -> told.add(circuit);
        for (int i = 1; i <= 300; i++) {
            window.push(frames.take(CellClass.SMALL), i, Records.CELL);
            window.sentOne();
        }
        assertTrue(window.acknowledge(100, ear));
        assertEquals(100, told.size());
        assertFalse(window.acknowledge(301, ear), "never sent");
        assertFalse(window.acknowledge(99, ear), "behind what was acknowledged");
        assertTrue(window.acknowledge(100, ear));
        assertTrue(window.resume(250, ear));
        assertEquals(251, window.circuit());
        assertTrue(window.pending());
        assertFalse(window.acknowledge(260, ear), "not sent again yet");
        assertFalse(window.resume(249, ear));
        assertFalse(window.resume(301, ear));
        window.blank(circuit -> circuit != 252);
        window.sentOne();
        assertEquals(Records.VOID, window.kind());
        window.clear(ear);
        assertEquals(300, told.size());
        assertEquals(0, window.bytes());
    }

    @Test
    void turnsAreFairByBytes() {
        Turns turns = new Turns();
        Backlog bulk = new Backlog(1);
        Backlog small = new Backlog(2);
        for (int i = 0; i < 100; i++) {
            turns.add(bulk, frames.take(CellClass.BULK));
        }
        for (int i = 0; i < 800; i++) {
            turns.add(small, frames.take(CellClass.SMALL));
        }
        long[] bytes = new long[3];
        while (!bulk.isEmpty() && !small.isEmpty()) {
            Backlog next = turns.next();
            bytes[next.circuit()] += turns.take(next).cellClass().size();
            assertTrue(Math.abs(bytes[1] - bytes[2]) <= Turns.QUANTUM);
        }
        turns.drop(bulk, frames);
        turns.drop(small, frames);
        assertTrue(turns.isEmpty());
        assertNull(turns.next());
        Frame again = frames.take(CellClass.SMALL);
        turns.add(small, again);
        assertSame(small, turns.next());
        assertSame(again, turns.take(small));
    }

    @Test
    void aLaneFromRestPassesThoseThatGoOnOnce() {
        Turns turns = new Turns();
        List<Backlog> bulk = IntStream.range(0, 3).mapToObj(Backlog::new).toList();
        for (int i = 0; i < 4; i++) {
            bulk.forEach(lane -> turns.add(lane, frames.take(CellClass.BULK)));
        }
        bulk.forEach(lane -> taken(turns, lane));
        Backlog small = new Backlog(9);
        turns.add(small, frames.take(CellClass.SMALL));
        taken(turns, small);
        assertSame(bulk.get(0), turns.next());
        turns.add(small, frames.take(CellClass.SMALL));
        bulk.forEach(lane -> taken(turns, lane));
        taken(turns, small);
        bulk.forEach(lane -> taken(turns, lane));
        turns.add(small, frames.take(CellClass.SMALL));
        taken(turns, small);
        bulk.forEach(lane -> taken(turns, lane));
        assertNull(turns.next());
        assertEquals(0, turns.lanes());
    }

    /** A circuit that is new comes from rest, and so do all that a neighbour makes after each other. */
    @Test
    void thoseFromRestLeaveTheOthersAFrameNowAndThen() {
        Turns turns = new Turns();
        Backlog bulk = new Backlog(1);
        for (int i = 0; i < 40; i++) {
            turns.add(bulk, frames.take(CellClass.BULK));
        }
        taken(turns, bulk);
        int others = 0;
        int longest = 0;
        for (int circuit = 2; circuit < 102; circuit++) {
            Backlog fresh = new Backlog(circuit);
            turns.add(fresh, frames.take(CellClass.BULK));
            Backlog next = turns.next();
            frames.release(turns.take(next));
            others = next == bulk ? 0 : others + 1;
            longest = Math.max(longest, others);
        }
        assertEquals(4, longest);
    }

    /** A page's circuits are all new; what a circuit that stands sends meanwhile does not wait for them, nor the other way round. */
    @Test
    void newCircuitsTakeTurnsBehindThoseThatComeFromRest() {
        Turns turns = new Turns();
        Backlog bulk = new Backlog(1);
        for (int i = 0; i < 4; i++) {
            turns.add(bulk, frames.take(CellClass.BULK));
        }
        taken(turns, bulk);
        List<Backlog> builds = IntStream.range(10, 13).mapToObj(Backlog::new).toList();
        for (Backlog lane : builds) {
            turns.addBuild(lane, frames.take(CellClass.SMALL));
            turns.addBuild(lane, frames.take(CellClass.SMALL));
            turns.add(lane, frames.take(CellClass.SMALL));
        }
        for (Backlog lane : builds) {
            asks(turns, 20 + lane.circuit());
            taken(turns, bulk);
            asks(turns, 30 + lane.circuit());
            takenWhole(turns, lane);
        }
        assertNull(turns.next());
        assertEquals(0, turns.lanes());
    }

    @Test
    void thoseFromRestLeaveANewCircuitItsTurnToo() {
        Turns turns = new Turns();
        Backlog build = new Backlog(1);
        turns.addBuild(build, frames.take(CellClass.SMALL));
        int before = 0;
        for (int circuit = 2; !build.isEmpty() && before < 10; circuit++) {
            Backlog fresh = new Backlog(circuit);
            turns.add(fresh, frames.take(CellClass.BULK));
            Backlog next = turns.next();
            frames.release(turns.take(next));
            before += next == build ? 0 : 1;
        }
        assertEquals(4, before);
    }

    @Test
    void whoUsesUpAFirstTurnIsNotFirstAgain() {
        Turns turns = new Turns();
        Backlog other = new Backlog(1);
        Backlog greedy = new Backlog(2);
        turns.add(other, frames.take(CellClass.BULK));
        turns.add(other, frames.take(CellClass.BULK));
        taken(turns, other);
        turns.add(greedy, frames.take(CellClass.BULK));
        taken(turns, greedy);
        turns.add(greedy, frames.take(CellClass.BULK));
        taken(turns, other);
        taken(turns, greedy);
    }

    private void asks(Turns turns, int circuit) {
        Backlog lane = new Backlog(circuit);
        turns.add(lane, frames.take(CellClass.SMALL));
        taken(turns, lane);
    }

    private void takenWhole(Turns turns, Backlog expected) {
        while (!expected.isEmpty()) {
            taken(turns, expected);
        }
    }

    private void taken(Turns turns, Backlog expected) {
        assertSame(expected, turns.next());
        frames.release(turns.take(expected));
    }

    @Test
    void keepaliveAsksWithinItsJitterAndGivesUpInTime() {
        long second = 1_000_000_000L;
        for (int seed = 0; seed < 200; seed++) {
            Keepalive alive = new Keepalive(Duration.ofSeconds(15), Duration.ofSeconds(45), new SplittableRandom(seed));
            alive.start(0);
            assertEquals(Keepalive.Need.NOTHING, alive.check(12 * second - 1));
            long first = alive.untilNext(0).toNanos();
            assertTrue(first >= 12 * second && first <= 18 * second);
            assertEquals(Keepalive.Need.PING, alive.check(first));
            alive.heard(20 * second);
            assertEquals(Keepalive.Need.LOST, alive.check(65 * second));
        }
    }

    @Test
    void settingsOutOfRangeNameTheirKey() {
        for (String key : List.of("lanes.max", "link.queue.bytes")) {
            Port17Exception e = assertThrows(Port17Exception.class, () -> LinkSettings.of(configured(key, -1)));
            assertTrue(e.getMessage().contains(key), e.getMessage());
        }
        assertThrows(Port17Exception.class, () -> LinkSettings.of(configured("link.queue.bytes", 65_535)));
    }

    @Test
    void whatMayWaitOnALinkGrowsWithTheHeapUnlessItIsGiven() throws Port17Exception {
        int given =
                LinkSettings.of(configured("link.queue.bytes", 65_536)).bounds().linkQueue();
        assertEquals(65_536, given);
        long heap = Runtime.getRuntime().maxMemory();
        long own = LinkSettings.of(configured("link.queue.bytes", 0)).bounds().linkQueue();
        assertEquals(Math.min(Integer.MAX_VALUE, Math.max(128L << 20, heap / 8)), own);
    }

    private static LinkConfiguration configured(String key, int value) {
        return (LinkConfiguration) java.lang.reflect.Proxy.newProxyInstance(
                LinkConfiguration.class.getClassLoader(),
                new Class<?>[] {LinkConfiguration.class},
                (proxy, method, args) ->
                        method.getName().replace('_', '.').equals(key) ? (Object) value : method.getDefaultValue());
    }

    @Test
    void openedHellosOfRandomContentAreTypedFailuresOrSense() throws Port17Exception {
        Lab lab = new Lab();
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Random random = new Random(3);
        Reach.Keys keys = new Reach(node.context).keys(node.node);
        for (int i = 0; i < 300; i++) {
            // Authentic, but with anything at all inside: what a malicious but skilled peer can send.
            byte[] hello = lab.randomBytes(Hello.BYTES);
            hello[0] = Hello.TYPE;
            hello[1] = Hello.VERSION;
            hello[2] = (byte) (keys.prekey().suite() >>> 8);
            hello[3] = (byte) keys.prekey().suite();
            Records.putInt(hello, 4, keys.prekey().id());
            var initiation = org.port17.ratchet.DoubleRatchet.initiate(
                    keys.suite(),
                    org.port17.spi.suite.PrekeyUse.LINK,
                    keys.prekey().publicKey(),
                    Transcript.context(keys.prekey(), hello),
                    node.context.random());
            int at = Hello.CLEAR + initiation.share().length;
            System.arraycopy(initiation.share(), 0, hello, Hello.CLEAR, initiation.share().length);
            hello[at] = (byte) random.nextInt(3);
            hello[at + 1] = (byte) random.nextInt(3);
            initiation.ratchet().seal(Hello.TYPE, hello, at, Hello.BYTES - at - 16, hello, at);
            RawPeer raw = new RawPeer(node.transport(), node.node.endpoints().get(0));
            raw.send(hello);
            lab.loop.advance(Duration.ofMillis(10));
            assertTrue(raw.received().length == 0 || raw.received().length == Welcome.BYTES);
            raw.hangUp();
            lab.loop.advance(Duration.ofSeconds(11));
            assertEquals(0, node.context.links().all().size());
        }
    }
}
