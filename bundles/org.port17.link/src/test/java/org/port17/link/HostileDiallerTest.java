package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.EpochAge;
import org.port17.ratchet.SuiteNotice;

/** Diallers that shake hands and then break the rules of the ratchet's steps. */
class HostileDiallerTest {
    private static final byte[] NOTHING = {};
    private final Lab lab = new Lab();
    private Lab.Peer node;
    private Lab.Peer client;

    @BeforeEach
    void peers() throws Port17Exception {
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
    }

    /** What a test does with an end that it holds. */
    private interface Deed {
        void on(RawEnd end) throws Port17Exception;
    }

    private RawEnd dialler() throws Port17Exception {
        RawEnd end = RawEnd.dial(lab, client, node);
        lab.loop.runUntilIdle();
        assertFalse(end.isClosed());
        return end;
    }

    private byte[] offer(RawEnd end) throws Port17Exception {
        return end.ratchet().offer(Lab.AES, client.context.random());
    }

    /** Steps as the rules say. */
    private void step(RawEnd end) throws Port17Exception {
        end.send(Records.OFFER, 0, offer(end));
        lab.loop.runUntilIdle();
        List<byte[]> answers = end.messages(Records.ANSWER);
        end.ratchet().accept(answers.get(answers.size() - 1));
        end.ratchet().switchOpening();
        end.send(Records.ACK, Records.SWITCH, NOTHING);
        end.ratchet().switchSealing();
        lab.loop.runUntilIdle();
    }

    private void endsTheLinkOfADialler(String what, Deed deed) throws Port17Exception {
        RawEnd end = dialler();
        deed.on(end);
        lab.loop.runUntilIdle();
        assertTrue(end.isClosed(), what);
        assertEquals(0, node.context.links().all().size(), what + ": nothing to resume");
    }

    @Test
    void anHonestDiallerStepsAndIsAnsweredInTheLastRecordOfAnEpoch() throws Port17Exception {
        RawEnd end = dialler();
        step(end);
        step(end);
        assertEquals(3, node.onlyLink().ratchet().epoch());
        assertFalse(node.onlyLink().wire().ratchet().pending());
        assertTrue(end.heard.stream().allMatch(h -> (h.flags() == Records.SWITCH) == (h.kind() == Records.ANSWER)));
        assertEquals(2, end.messages(Records.ANSWER).size());
    }

    @Test
    void aDiallerThatBreaksTheRulesLosesItsLink() throws Port17Exception {
        endsTheLinkOfADialler("two offers", end -> {
            byte[] offer = offer(end);
            end.send(Records.OFFER, 0, offer);
            end.send(Records.OFFER, 0, offer);
        });
        endsTheLinkOfADialler("an offer before the switch", end -> {
            end.send(Records.OFFER, 0, offer(end));
            lab.loop.runUntilIdle();
            end.ratchet().accept(end.messages(Records.ANSWER).get(0));
            byte[] next = new byte[DoubleRatchet.offerBytes(Lab.AES.traits())];
            next[0] = 1;
            next[1] = 1;
            next[5] = 3;
            end.send(Records.OFFER, 0, next);
        });
        endsTheLinkOfADialler("an answer", end -> end.send(Records.ANSWER, 0, new byte[1142]));
        endsTheLinkOfADialler("an answer with switch", end -> end.send(Records.ANSWER, Records.SWITCH, new byte[1142]));
        endsTheLinkOfADialler(
                "a notice", end -> end.send(Records.SUITES, 0, new SuiteNotice(0, List.of(0x0101)).bytes()));
        endsTheLinkOfADialler("a switch without a step", end -> end.send(Records.ACK, Records.SWITCH, NOTHING));
        endsTheLinkOfADialler("a second switch", end -> {
            step(end);
            end.send(Records.ACK, Records.SWITCH, NOTHING);
        });
        endsTheLinkOfADialler("an offer that is a switch", end -> end.send(Records.OFFER, Records.SWITCH, offer(end)));
        for (int epoch : new int[] {-1, 0, 1, 3, 0x102}) {
            endsTheLinkOfADialler("epoch " + epoch, end -> {
                byte[] offer = offer(end);
                Records.putInt(offer, 2, epoch);
                end.send(Records.OFFER, 0, offer);
            });
        }
        for (int length : new int[] {0, 1, 5, 6, 7, 1000, 1221}) {
            endsTheLinkOfADialler(
                    "length " + length, end -> end.send(Records.OFFER, 0, Arrays.copyOf(offer(end), length)));
        }
        endsTheLinkOfADialler("a byte too many", end -> end.send(Records.OFFER, 0, Arrays.copyOf(offer(end), 1223)));
        for (int length : new int[] {Steps.MOST + 1, 0xffff}) {
            endsTheLinkOfADialler("longer than the cell", end -> end.send(Records.OFFER, 0, length, offer(end)));
        }
        endsTheLinkOfADialler("a key that is none", end -> {
            byte[] offer = offer(end);
            Arrays.fill(offer, 6, 6 + 1184, (byte) 0xff);
            end.send(Records.OFFER, 0, offer);
        });
    }

    @Test
    void aSuiteNobodyHasIsRefusedAndTheLinkGoesOn() throws Port17Exception {
        RawEnd end = dialler();
        byte[] wrong = new byte[DoubleRatchet.offerBytes(Lab.AES.traits())];
        wrong[0] = (byte) 0xfe;
        wrong[5] = 2;
        for (int i = 0; i < Steps.NOTICES; i++) {
            end.send(Records.OFFER, 0, wrong);
            lab.loop.runUntilIdle();
        }
        List<byte[]> notices = end.messages(Records.SUITES);
        assertEquals(Steps.NOTICES, notices.size());
        SuiteNotice notice = SuiteNotice.of(notices.get(0));
        assertEquals(2, notice.refused());
        assertEquals(List.of(Lab.AES.traits().id(), Lab.CHACHA.traits().id()), notice.suites());
        assertEquals(1, node.onlyLink().ratchet().epoch());
        assertFalse(end.isClosed());
        end.send(Records.OFFER, 0, wrong);
        lab.loop.runUntilIdle();
        assertTrue(end.isClosed(), "an honest dialler would take one more notice for an attack");
    }

    @Test
    void moreStepsThanAnyoneNeedsEndTheLink() throws Port17Exception {
        RawEnd end = dialler();
        for (int i = 0; i < StepRate.PER_SECOND; i++) {
            step(end);
        }
        end.send(Records.OFFER, 0, offer(end));
        lab.loop.runUntilIdle();
        assertTrue(end.isClosed());
        assertEquals(0, node.context.links().all().size());
        RawEnd slower = dialler();
        for (int i = 0; i < 2 * StepRate.PER_SECOND; i++) {
            lab.loop.advance(Duration.ofMillis(20));
            step(slower);
        }
        assertFalse(slower.isClosed());
    }

    @Test
    void anEpochThatNobodyEndsEndsItsConnection() throws Port17Exception {
        RawEnd end = dialler();
        for (int second = 0; second < EpochAge.LAST - 1; second++) {
            end.send(Records.ACK, 0, NOTHING);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        assertFalse(end.isClosed());
        for (int second = 0; second < 3; second++) {
            end.send(Records.ACK, 0, NOTHING);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        assertTrue(end.isClosed());
        assertEquals(1, node.context.links().all().size(), "it may be resumed");
        lab.loop.advance(Duration.ofSeconds(11));
        assertEquals(0, node.context.links().all().size());
    }

    @Test
    void noiseInADiallersStepsNeverMovesTheRatchet() throws Port17Exception {
        Random noise = new Random(41);
        int[] kinds = {Records.OFFER, Records.ANSWER, Records.SUITES};
        for (int i = 0; i < 300; i++) {
            RawEnd end = dialler();
            byte[] message = new byte[noise.nextInt(1300)];
            noise.nextBytes(message);
            if (message.length > 6 && i % 2 == 0) {
                System.arraycopy(new byte[] {1, 1, 0, 0, 0, 2}, 0, message, 0, 6);
            }
            end.send(kinds[i % 3], noise.nextInt(4) == 0 ? Records.SWITCH : 0, message);
            lab.loop.runUntilIdle();
            assertTrue(end.isClosed() || end.messages(Records.SUITES).size() == 1, "no answer to noise");
            assertTrue(end.messages(Records.ANSWER).isEmpty());
            client.context.links().all().forEach(LinkSession::goodbye);
            node.context.links().all().forEach(LinkSession::goodbye);
            lab.loop.advance(Duration.ofMillis(10));
        }
    }

    @Test
    void theOldSecretIsWorthNothingFromTheSwitchOn() throws Port17Exception {
        RawEnd end = dialler();
        AcceptedLink link = (AcceptedLink) node.onlyLink();
        byte[] old = link.key().resumeSecret(end.ratchet());
        end.send(Records.OFFER, 0, offer(end));
        lab.loop.runUntilIdle();
        end.ratchet().accept(end.messages(Records.ANSWER).get(0));
        end.ratchet().switchOpening();
        byte[] fresh = link.key().resumeSecret(end.ratchet());
        end.sendWithNoise(Records.ACK, Records.SWITCH, NOTHING);
        lab.loop.runUntilIdle();
        assertTrue(end.isClosed());
        assertFalse(link.isUp() || link.isDead(), "it waits to be resumed");
        assertFalse(link.provenBy(proof(link.key(), old)));
        assertTrue(link.provenBy(proof(link.key(), fresh)));
    }

    private static Hello.Opened proof(LinkKey key, byte[] secret) {
        byte[] hash = new byte[32];
        byte[] mac = Transcript.resumeMac(secret, hash, key, 0);
        return new Hello.Opened(null, null, null, true, key, 0, mac, hash, NOTHING);
    }
}
