package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.EpochAge;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.transport.memory.MemoryWire;

/** The ratchet of a link steps under its traffic: by age, by volume, into other suites, and through losses. */
class StepsTest {
    private static final int DELAY = 5;
    private final Lab lab = new Lab();
    private final Stream up = new Stream();
    private final Stream down = new Stream();
    private Lab.Peer node;
    private Lab.Peer client;
    private Lane lane;
    private Lane far;

    @BeforeEach
    void link() throws Port17Exception {
        lab.network.delay(Duration.ofMillis(DELAY));
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
        client.plugins.suites.clear(); // objects of its own, as two processes have
        client.plugins.suites.add(new AesGcmSuite());
        client.plugins.suites.add(new ChaChaSuite());
        lane = client.lane(node, down);
        lab.loop.advance(Duration.ofMillis(100));
        far = node.built.get(0);
        node.recorders.get(0).onCell = up::cell;
    }

    private void talk(int cells) {
        for (int i = 0; i < cells; i++) {
            up.send(client, lane, lab.random.nextInt(4) == 0 ? CellClass.BULK : CellClass.SMALL);
            down.send(node, far, lab.random.nextInt(4) == 0 ? CellClass.BULK : CellClass.SMALL);
        }
    }

    private void wholeAtLast() {
        lab.loop.advance(Duration.ofSeconds(12));
        assertNull(down.end);
        assertTrue(node.recorders.get(0).ends.isEmpty());
        assertTrue(up.whole(), () -> "up " + up.got + " of " + up.sent);
        assertTrue(down.whole(), () -> "down " + down.got + " of " + down.sent);
        assertSame(lane.link(), client.onlyLink());
        assertSame(far.link(), node.onlyLink());
    }

    private DoubleRatchet here() {
        return client.onlyLink().wire().ratchet();
    }

    private DoubleRatchet there() {
        return node.onlyLink().wire().ratchet();
    }

    private CipherSuite suite(Lab.Peer peer, CipherSuite like) {
        return peer.plugins.suites.stream()
                .filter(suite -> suite.traits().id() == like.traits().id())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void epochsEndByTrafficTime() {
        for (int second = 0; second < 3 * EpochAge.OFFER + 5; second++) {
            talk(1);
            lab.loop.advance(Duration.ofSeconds(1));
            assertTrue(here().nextEpoch() <= 2 + second / (EpochAge.OFFER - 1), "no step before its time");
        }
        assertEquals(4, client.onlyLink().ratchet().epoch());
        assertEquals(4, node.onlyLink().ratchet().epoch());
        assertEquals(0, client.onlyLink().reconnects());
        wholeAtLast();
    }

    @Test
    void timeWithoutTrafficDoesNotCount() {
        lab.loop.advance(Duration.ofMinutes(2));
        assertEquals(1, client.onlyLink().ratchet().epoch(), "a few PINGs are no reason");
    }

    @Test
    void epochsEndByWhatTheyProtect() {
        int cells = EpochAge.MESSAGES + 1000;
        for (int i = 0; i < cells; i++) {
            up.send(client, lane, CellClass.SMALL);
            down.send(node, far, CellClass.SMALL);
            if (i % 500 == 0) {
                lab.loop.advance(Duration.ofMillis(2 * DELAY));
            }
        }
        lab.loop.advance(Duration.ofSeconds(1));
        assertEquals(2, client.onlyLink().ratchet().epoch());
        assertEquals(2, node.onlyLink().ratchet().epoch());
        assertEquals(0, client.onlyLink().reconnects());
        wholeAtLast();
    }

    @Test
    void nothingWaitsForAStep() {
        lab.network.wires().get(0).delay(Duration.ofMillis(200));
        client.plugins.prefer(suite(client, Lab.CHACHA));
        lab.loop.runUntilIdle();
        assertFalse(here().mayOffer(), "an offer is under way");
        int gotUp = up.got;
        int gotDown = down.got;
        List<Integer> epochs = new ArrayList<>();
        for (int i = 0; i < 38; i++) {
            talk(1);
            lab.loop.advance(Duration.ofMillis(10));
            assertEquals(0, lane.queued());
            assertEquals(0, far.queued());
            epochs.add(client.onlyLink().ratchet().epoch());
        }
        assertEquals(List.of(1), epochs.stream().distinct().toList(), "no answer yet");
        assertTrue(up.got > gotUp + 10 && down.got > gotDown + 10);
        talk(5);
        wholeAtLast();
        assertEquals(2, client.onlyLink().ratchet().epoch());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void suitesChangeBackAndForthUnderTraffic(long seed) {
        Random when = new Random(seed);
        long id = lane.link().id();
        for (int turn = 0; turn < 50; turn++) {
            talk(when.nextInt(12));
            client.plugins.prefer(client.plugins.suites.get(1));
            for (int i = when.nextInt(4); i > 0; i--) {
                talk(when.nextInt(4));
                lab.loop.advance(Duration.ofNanos(when.nextInt(12_000_000)));
            }
        }
        client.plugins.prefer(suite(client, Lab.CHACHA));
        wholeAtLast();
        assertSame(suite(client, Lab.CHACHA), here().suite());
        assertEquals(Lab.CHACHA.traits().id(), there().suite().traits().id());
        assertEquals(id, lane.link().id());
        assertEquals(0, client.onlyLink().reconnects());
        assertTrue(client.onlyLink().ratchet().epoch() > 5);
    }

    @Test
    void aLossAtAnyMomentOfAStepIsResumed() {
        // OFFER is under way until 5 ms, ANSWER until 10, the switch until 15.
        int before = 0;
        for (int micros = 0; micros <= 20_000; micros += 500) {
            talk(3);
            lab.loop.advance(Duration.ofMillis(500));
            client.plugins.prefer(client.plugins.suites.get(1));
            lab.loop.runUntilIdle();
            talk(1);
            lab.loop.advance(Duration.ofNanos(micros * 1000L));
            lab.network.wires().forEach(MemoryWire::cut);
            talk(2);
            lab.loop.advance(Duration.ofSeconds(1));
            assertEquals(++before, client.onlyLink().reconnects(), "at " + micros);
            assertSame(client.plugins.suites.get(0), here().suite());
        }
        wholeAtLast();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void lossesAndStepsInAnyOrder(long seed) {
        Random when = new Random(seed);
        for (int turn = 0; turn < 60; turn++) {
            talk(when.nextInt(6));
            switch (when.nextInt(3)) {
                case 0 -> lab.network.wires().forEach(MemoryWire::cut);
                case 1 -> client.plugins.prefer(client.plugins.suites.get(1));
                default -> node.plugins.prefer(node.plugins.suites.get(1));
            }
            lab.loop.advance(Duration.ofNanos(when.nextInt(40_000_000)));
            for (int i = 0; i < 50 && !client.links.linked(node.node.id()); i++) {
                lab.loop.advance(Duration.ofMillis(100));
            }
        }
        wholeAtLast();
    }

    @Test
    void anOldSecretResumesNothing() throws Port17Exception {
        LinkKey key = ((AcceptedLink) node.onlyLink()).key();
        byte[] stolen = key.resumeSecret(here());
        client.plugins.prefer(suite(client, Lab.CHACHA));
        lab.loop.advance(Duration.ofSeconds(1));
        assertEquals(2, node.onlyLink().ratchet().epoch());
        Reach.Keys keys = new Reach(client.context).keys(node.node);
        Hello.Made forged = Hello.make(
                keys.suite(), keys.prekey(), null, new Hello.Resume(key, 0, stolen), client.context.random());
        RawPeer raw = new RawPeer(client.transport(), node.node.endpoints().get(0));
        raw.send(forged.bytes());
        lab.loop.advance(Duration.ofSeconds(1));
        Welcome answer =
                Welcome.open(raw.received(), forged.ratchet(), keys.suite().traits());
        assertEquals(Welcome.UNKNOWN_LINK, answer.status());
        talk(3);
        lab.network.wires().forEach(MemoryWire::cut);
        wholeAtLast();
        assertEquals(1, client.onlyLink().reconnects());
    }

    @Test
    void aRefusedSuiteIsNotAskedForUntilItIsPermitted() {
        node.plugins.suites.remove(Lab.CHACHA); // unnoticed, so that the client's offer meets a refusal
        client.plugins.prefer(suite(client, Lab.CHACHA));
        talk(5);
        lab.loop.advance(Duration.ofSeconds(1));
        assertSame(suite(client, Lab.AES), here().suite());
        assertEquals(1, client.onlyLink().ratchet().epoch());
        for (int second = 0; second < EpochAge.OFFER + 2; second++) {
            talk(1);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        assertEquals(2, client.onlyLink().ratchet().epoch(), "it steps within the suite that is left");
        assertSame(suite(client, Lab.AES), here().suite());
        node.plugins.addFirst(Lab.CHACHA);
        lab.loop.advance(Duration.ofSeconds(1));
        assertSame(suite(client, Lab.CHACHA), here().suite());
        assertSame(Lab.CHACHA, there().suite());
        assertEquals(0, client.onlyLink().reconnects());
        wholeAtLast();
    }

    @Test
    void theMapForbidsASuite() {
        lab.map.permitted.remove(Lab.AES.traits().id());
        lab.map.changed();
        talk(5);
        lab.loop.advance(Duration.ofSeconds(1));
        assertSame(suite(client, Lab.CHACHA), here().suite());
        assertSame(Lab.CHACHA, there().suite());
        lab.map.permitted.add(Lab.AES.traits().id());
        lab.map.changed();
        lab.loop.advance(Duration.ofSeconds(1));
        assertSame(suite(client, Lab.AES), here().suite(), "and permits it again");
        assertEquals(0, client.onlyLink().reconnects());
        wholeAtLast();
    }

    @Test
    void aMapThatExpiredNeitherEndsLinksNorPermitsWhatItForbade() {
        lab.map.permitted.remove(Lab.AES.traits().id());
        lab.map.changed();
        lab.loop.advance(Duration.ofSeconds(1));
        Set<Integer> before = Set.copyOf(lab.map.permitted);
        lab.map.epoch = 0;
        lab.map.permitted.clear();
        lab.map.changed();
        for (int second = 0; second < 2 * EpochAge.OFFER; second++) {
            talk(1);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        assertSame(suite(client, Lab.CHACHA), here().suite());
        assertTrue(client.onlyLink().ratchet().epoch() > 2);
        lab.map.epoch = 2;
        lab.map.permitted.addAll(before);
        lab.map.changed();
        wholeAtLast();
        assertEquals(0, client.onlyLink().reconnects());
    }

    @Test
    void aLinkWithoutAnySuiteEnds() {
        lab.map.permitted.clear();
        lab.map.changed();
        lab.loop.advance(Duration.ofSeconds(5));
        assertTrue(client.links.linked(node.node.id()), "the map may permit one in a moment");
        lab.loop.advance(Duration.ofSeconds(60));
        assertTrue(client.context.links().all().isEmpty());
        assertTrue(node.context.links().all().isEmpty());
        assertEquals(0, lab.loop.timers());
    }

    @Test
    void bothEndsLeaveASuiteThatStopsWhereverItStops() {
        CipherSuite clientsAes = suite(client, Lab.AES);
        CompletionStage<Void> gone = client.plugins.stop(clientsAes);
        talk(5);
        assertFalse(gone.toCompletableFuture().isDone());
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(gone.toCompletableFuture().isDone());
        assertFalse(here().uses(clientsAes));
        client.plugins.addFirst(new AesGcmSuite());
        lab.loop.advance(Duration.ofSeconds(1));
        assertSame(Lab.AES, there().suite());
        CompletionStage<Void> goneThere = node.plugins.stop(Lab.AES);
        lab.loop.runUntilIdle();
        assertFalse(goneThere.toCompletableFuture().isDone());
        talk(5);
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(goneThere.toCompletableFuture().isDone());
        assertSame(Lab.CHACHA, there().suite());
        assertEquals(0, client.onlyLink().reconnects());
        wholeAtLast();
    }

    @Test
    void aRestartedSuiteIsAnotherObjectAtBothEnds() {
        for (Lab.Peer peer : List.of(client, node)) {
            for (int i = 0; i < 5; i++) {
                CipherSuite old = suite(peer, Lab.AES);
                int epoch = client.onlyLink().ratchet().epoch();
                CompletionStage<Void> gone = peer.plugins.stop(old);
                CipherSuite fresh = new AesGcmSuite();
                peer.plugins.addFirst(fresh); // before the loop saw that it was gone
                talk(2);
                lab.loop.advance(Duration.ofSeconds(1));
                assertTrue(gone.toCompletableFuture().isDone());
                assertNotSame(old, fresh);
                assertSame(fresh, (peer == client ? here() : there()).suite());
                assertNotEquals(epoch, client.onlyLink().ratchet().epoch());
            }
        }
        assertEquals(0, client.onlyLink().reconnects());
        wholeAtLast();
    }

    @Test
    void theOnlySuiteOfEitherEndMayBeReplacedWithinTheResumeTime() {
        client.plugins.suites.removeIf(
                suite -> suite.traits().id() == Lab.CHACHA.traits().id());
        CompletionStage<Void> gone = client.plugins.stop(suite(client, Lab.AES));
        talk(5);
        lab.loop.advance(Duration.ofSeconds(2));
        assertTrue(gone.toCompletableFuture().isDone());
        assertFalse(client.links.linked(node.node.id()));
        client.plugins.addFirst(new AesGcmSuite());
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(client.links.linked(node.node.id()), "a new suite is tried at once");
        node.plugins.suites.remove(Lab.CHACHA);
        CompletionStage<Void> goneThere = node.plugins.stop(Lab.AES);
        lab.loop.runUntilIdle();
        assertTrue(goneThere.toCompletableFuture().isDone());
        node.plugins.addFirst(Lab.AES);
        wholeAtLast();
    }

    @Test
    void aDrainEndsWithALinkWhosePeerDoesNotStep() throws Port17Exception {
        RawEnd raw = RawEnd.dial(lab, client, node);
        lab.loop.advance(Duration.ofMillis(100));
        int links = node.context.links().all().size();
        CompletionStage<Void> gone = node.plugins.stop(Lab.AES);
        lab.loop.advance(Duration.ofSeconds(1));
        assertFalse(gone.toCompletableFuture().isDone());
        lab.loop.advance(Duration.ofSeconds(50));
        assertTrue(raw.isClosed());
        assertTrue(gone.toCompletableFuture().isDone());
        assertEquals(links - 1, node.context.links().all().size());
        wholeAtLast();
    }

    @Test
    void resumeSecretsFollowWhatTheDiallerProves() {
        byte[] one = {1};
        byte[] two = {2};
        byte[] three = {3};
        ResumeSecrets secrets = new ResumeSecrets(one);
        assertTrue(secrets.prove(secret -> secret[0] == 1));
        secrets.prepared(two);
        assertTrue(secrets.prove(secret -> secret[0] == 1), "the answer was lost");
        assertFalse(secrets.prove(secret -> secret[0] == 2), "so the dialler has no newer one");
        secrets.prepared(three);
        assertTrue(secrets.prove(secret -> secret[0] == 3), "the switch was lost");
        assertFalse(secrets.prove(secret -> secret[0] == 1));
        assertEquals(0, one[0] | two[0], "wiped");
        secrets.wipe();
        assertEquals(0, three[0]);
        assertFalse(secrets.prove(secret -> secret[0] == 3));
    }
}
