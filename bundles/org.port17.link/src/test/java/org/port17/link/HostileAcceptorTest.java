package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.EpochAge;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** Acceptors that shake hands and then break the rules of the ratchet's steps. */
class HostileAcceptorTest {
    private static final byte[] NOTHING = {};
    private final Lab lab = new Lab();
    private Lab.Peer node;
    private Lab.Peer client;
    private Recorder mine;
    private int traps;

    @BeforeEach
    void peers() throws Port17Exception {
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
    }

    /** What a test does with an end that it holds. */
    private interface Deed {
        void on(RawEnd end) throws Port17Exception;
    }

    private RawEnd acceptor() throws Port17Exception {
        Identity identity = new Identity();
        String name = "trap" + ++traps;
        RawEnd end = RawEnd.listen(lab, client, identity, name);
        lab.map.prekeys.add(identity.newPrekey(Lab.AES, PrekeyUse.LINK, 1000 + traps));
        lab.map.prekeys.add(identity.newPrekey(Lab.CHACHA, PrekeyUse.LINK, 2000 + traps));
        mine = new Recorder();
        client.links
                .to(RawEnd.node(identity, name, node.node.suites()))
                .open(mine)
                .build(lab.blob());
        lab.loop.runUntilIdle();
        assertEquals(1, client.context.links().all().size());
        assertTrue(client.onlyLink().isUp());
        return end;
    }

    /** Makes the client offer, and returns the offer. */
    private byte[] offered(RawEnd end) {
        client.plugins.prefer(client.plugins.suites.get(1));
        lab.loop.runUntilIdle();
        List<byte[]> offers = end.messages(Records.OFFER);
        return offers.get(offers.size() - 1);
    }

    private byte[] answer(RawEnd end, byte[] offer) throws Port17Exception {
        return end.ratchet()
                .answer(
                        offer,
                        id -> id == Lab.AES.traits().id() ? Optional.of(Lab.AES) : Optional.of(Lab.CHACHA),
                        client.context.random());
    }

    private void endsTheLinkToAnAcceptor(String what, Deed deed) throws Port17Exception {
        RawEnd end = acceptor();
        deed.on(end);
        lab.loop.runUntilIdle();
        assertTrue(end.isClosed(), what);
        assertTrue(client.context.links().all().isEmpty(), what + ": nothing to resume");
        assertEquals(ErrorKind.CIRCUIT_BROKEN, mine.ends.get(0).kind(), what);
    }

    @Test
    void anHonestAcceptorIsFollowed() throws Port17Exception {
        RawEnd end = acceptor();
        end.send(Records.ANSWER, Records.SWITCH, answer(end, offered(end)));
        end.ratchet().switchSealing();
        lab.loop.runUntilIdle();
        assertEquals(2, client.onlyLink().ratchet().epoch());
        assertSame(
                client.plugins.suites.get(0), client.onlyLink().wire().ratchet().suite());
        assertFalse(end.ratchet().pending(), "the client's switch came at once");
        end.send(Records.PING, 0, NOTHING);
        lab.loop.runUntilIdle();
        assertEquals(1, end.messages(Records.PONG).size());
    }

    @Test
    void anAcceptorThatBreaksTheRulesLosesItsLink() throws Port17Exception {
        endsTheLinkToAnAcceptor(
                "an answer unasked",
                end -> end.send(Records.ANSWER, Records.SWITCH, new byte[DoubleRatchet.answerBytes(Lab.AES.traits())]));
        endsTheLinkToAnAcceptor("an offer", end -> end.send(Records.OFFER, 0, new byte[1222]));
        for (int kind : new int[] {Records.ACK, Records.PING, Records.SUITES, Records.GOODBYE, Records.OFFER}) {
            endsTheLinkToAnAcceptor("switch on " + kind, end -> {
                answer(end, offered(end));
                end.send(kind, Records.SWITCH, NOTHING);
            });
        }
        endsTheLinkToAnAcceptor(
                "an answer without switch", end -> end.send(Records.ANSWER, 0, answer(end, offered(end))));
        endsTheLinkToAnAcceptor("two answers", end -> {
            byte[] answer = answer(end, offered(end));
            end.send(Records.ANSWER, Records.SWITCH, answer);
            end.ratchet().switchSealing();
            end.send(Records.ANSWER, Records.SWITCH, answer);
        });
        int size = DoubleRatchet.answerBytes(Lab.AES.traits());
        // Suite, epoch, ML-KEM share, X25519 share, confirmation.
        for (int position : new int[] {0, 1, 2, 5, 6, 1000, 6 + 1090, size - 16, size - 1}) {
            endsTheLinkToAnAcceptor("tampered at " + position, end -> {
                byte[] answer = answer(end, offered(end));
                answer[position] ^= 1;
                end.send(Records.ANSWER, Records.SWITCH, answer);
            });
        }
        for (int length : new int[] {0, 1, 5, 6, 7, 1000, size - 1, size + 1, Steps.MOST}) {
            endsTheLinkToAnAcceptor(
                    "length " + length,
                    end -> end.send(Records.ANSWER, Records.SWITCH, Arrays.copyOf(answer(end, offered(end)), length)));
        }
        endsTheLinkToAnAcceptor("the suite in use instead of the one offered", end -> {
            byte[] answer = answer(end, offered(end));
            int present = client.plugins.suites.get(1).traits().id();
            answer[0] = (byte) (present >>> 8);
            answer[1] = (byte) present;
            end.send(Records.ANSWER, Records.SWITCH, answer);
        });
    }

    @Test
    void noticesThatMakeNoSenseEndTheLink() throws Port17Exception {
        byte[] good = new SuiteNotice(0, List.of(0x0102, 0x0101)).bytes();
        for (int length : new int[] {0, 1, 4, 5, 6, 8, 10}) {
            endsTheLinkToAnAcceptor(
                    "length " + length, end -> end.send(Records.SUITES, 0, Arrays.copyOf(good, length)));
        }
        endsTheLinkToAnAcceptor("a suite twice", end -> {
            byte[] twice = good.clone();
            twice[6] = 1;
            end.send(Records.SUITES, 0, twice);
        });
        for (int epoch : new int[] {-1, 1, 2, 3}) {
            endsTheLinkToAnAcceptor("refuses what was not offered: " + epoch, end -> {
                byte[] refusal = good.clone();
                Records.putInt(refusal, 0, epoch);
                end.send(Records.SUITES, 0, refusal);
            });
        }
        endsTheLinkToAnAcceptor("too many", end -> {
            for (int i = 0; i <= Steps.NOTICES; i++) {
                end.send(Records.SUITES, 0, good);
            }
        });
        endsTheLinkToAnAcceptor("refuses what it permits, for ever", end -> {
            offered(end);
            for (int i = 0; i <= Steps.NOTICES; i++) {
                byte[] refusal = good.clone();
                Records.putInt(refusal, 0, 2);
                end.send(Records.SUITES, 0, refusal);
                lab.loop.runUntilIdle();
            }
        });
    }

    @Test
    void anAcceptorThatPermitsNothingMoreIsLeftAfterAWhile() throws Port17Exception {
        RawEnd end = acceptor();
        end.send(Records.SUITES, 0, new SuiteNotice(0, Collections.emptyList()).bytes());
        lab.loop.advance(Duration.ofSeconds(2));
        assertFalse(end.isClosed());
        assertTrue(end.messages(Records.OFFER).isEmpty(), "there is nothing to offer");
        lab.loop.advance(Duration.ofSeconds(60));
        assertTrue(end.isClosed());
        assertTrue(client.context.links().all().isEmpty());
    }

    @Test
    void anAcceptorThatAsksForStepsWithoutEndLosesItsLink() throws Port17Exception {
        RawEnd end = acceptor();
        byte[] notice = new SuiteNotice(0, List.of(0x0101, 0x0102)).bytes();
        int steps = 0;
        while (!end.isClosed() && steps < 2 * StepRate.PER_SECOND) {
            steps++;
            end.send(Records.SUITES, 0, notice);
            lab.loop.runUntilIdle();
            List<byte[]> offers = end.messages(Records.OFFER);
            if (!end.isClosed()) {
                end.send(Records.ANSWER, Records.SWITCH, answer(end, offers.get(offers.size() - 1)));
                end.ratchet().switchSealing();
                lab.loop.runUntilIdle();
            }
        }
        assertEquals(StepRate.PER_SECOND + 1, steps);
        assertTrue(client.context.links().all().isEmpty());
    }

    @Test
    void anAcceptorThatNeverAnswersLosesItsConnection() throws Port17Exception {
        RawEnd end = acceptor();
        for (int second = 0; second < EpochAge.LAST - 1; second++) {
            end.send(Records.ACK, 0, NOTHING);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        assertEquals(1, end.messages(Records.OFFER).size());
        int reconnects = client.onlyLink().reconnects();
        for (int second = 0; second < 3; second++) {
            end.send(Records.ACK, 0, NOTHING);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        assertEquals(reconnects + 1, client.onlyLink().reconnects(), "the link goes on, on a fresh connection");
    }

    @Test
    void noiseInAnAcceptorsStepsIsATypedFailure() throws Port17Exception {
        Random noise = new Random(43);
        int[] kinds = {Records.ANSWER, Records.SUITES, Records.OFFER};
        List<Integer> alive = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            RawEnd end = acceptor();
            if (i % 2 == 0) {
                offered(end);
            }
            byte[] message = new byte[noise.nextInt(1300)];
            noise.nextBytes(message);
            int kind = kinds[i % 3];
            end.send(kind, kind == Records.ANSWER || noise.nextInt(4) == 0 ? Records.SWITCH : 0, message);
            lab.loop.runUntilIdle();
            if (!end.isClosed()) {
                alive.add(i);
            }
            client.context.links().all().forEach(LinkSession::goodbye);
            lab.loop.advance(Duration.ofMillis(10));
        }
        assertTrue(alive.isEmpty(), "noise is no notice either: " + alive);
    }

    @Test
    void whatAnAcceptorAskedForIsDueWhenThereIsASuiteAgain() throws Port17Exception {
        RawEnd end = acceptor();
        lab.map.permitted.clear();
        lab.map.changed();
        lab.loop.runUntilIdle();
        end.send(Records.SUITES, 0, new SuiteNotice(0, List.of(0x0101, 0x0102)).bytes());
        lab.loop.runUntilIdle();
        assertTrue(end.messages(Records.OFFER).isEmpty(), "there is no suite to offer");
        lab.map.permitted.addAll(List.of(0x0101, 0x0102));
        lab.map.changed();
        lab.loop.runUntilIdle();
        assertEquals(1, end.messages(Records.OFFER).size());
    }

    @Test
    void aSuiteThatWasOfferedAndRefusedIsInUseNoMore() throws Port17Exception {
        RawEnd end = acceptor();
        CipherSuite second = client.plugins.suites.get(1);
        offered(end);
        CompletionStage<Void> gone = client.plugins.stop(second);
        lab.loop.runUntilIdle();
        assertFalse(gone.toCompletableFuture().isDone(), "its offer has no answer yet");
        end.send(Records.SUITES, 0, new SuiteNotice(2, List.of(0x0101)).bytes());
        lab.loop.runUntilIdle();
        assertTrue(gone.toCompletableFuture().isDone());
        assertFalse(end.isClosed());
    }
}
