package org.port17.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.port17.detect.Samples.feed;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What real clients say first. The messages name no flow that is held back. */
class CorpusTest {
    private static final int[] PIECES = {1, 3, 100, 1400, 65_536};
    private final List<Corpus.Flow> flows = flows();

    private static List<Corpus.Flow> flows() {
        try {
            return Corpus.all();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void itIsLargeEnoughToSayAnything() {
        Set<String> protocols = new HashSet<>();
        flows.forEach(flow -> protocols.add(flow.label()));
        assertTrue(protocols.size() >= 40, protocols.size() + " protocols");
        long held = flows.stream().filter(Corpus.Flow::heldBack).count();
        assertTrue(held * 10 >= flows.size() * 3L && held * 10 <= flows.size() * 7L, held + " of " + flows.size());
    }

    @Test
    void noPlaintextIsEverCalledEncrypted() {
        int wrong = 0;
        for (Corpus.Flow flow : flows) {
            if (!flow.encrypted()) {
                for (int port : new int[] {flow.port(), 443, 22, 8443}) {
                    for (int piece : PIECES) {
                        wrong += isEverEncrypted(flow.said(), port, piece) ? 1 : 0;
                    }
                }
                wrong +=
                        Datagrams.judge(flow.said(), 0, flow.said().length, 443).encrypted() ? 1 : 0;
            }
        }
        assertEquals(0, wrong);
    }

    private static boolean isEverEncrypted(byte[] said, int port, int piece) {
        Recogniser recogniser = new Recogniser(port);
        for (int at = 0; at < said.length; at += piece) {
            if (recogniser.feed(said, at, Math.min(piece, said.length - at)) == Finding.ENCRYPTED) {
                return true;
            }
        }
        return false;
    }

    /** The flows that rules may be written by: all of them. */
    @Test
    void encryptedFlowsThatMayBeSeenAreSeenAsSuch() {
        for (Corpus.Flow flow : flows) {
            if (flow.encrypted() && !flow.heldBack()) {
                assertTrue(recognised(flow), flow.name());
            }
        }
    }

    /** The others: at most one in two hundred is sent to a trusted exit without need. */
    @Test
    void encryptedFlowsThatAreHeldBackAreSeenAsSuch() {
        int all = 0;
        int missed = 0;
        for (Corpus.Flow flow : flows) {
            if (flow.encrypted() && flow.heldBack()) {
                all++;
                missed += recognised(flow) ? 0 : 1;
            }
        }
        assertTrue(all > 0);
        assertTrue(missed * 200 <= all, missed + " of " + all);
    }

    private static boolean recognised(Corpus.Flow flow) {
        byte[] said = flow.said();
        if (flow.datagram()) {
            return Datagrams.judge(said, 0, said.length, flow.port()) == Protocol.QUIC;
        }
        for (int piece : PIECES) {
            Recogniser recogniser = new Recogniser(flow.port());
            if (feed(recogniser, said, piece) != Finding.ENCRYPTED
                    || !recogniser.protocol().label().equals(flow.label())) {
                return false;
            }
        }
        return true;
    }

    /** Of those that may be seen. A flow that the client ended after a refusal is cut or ends by itself. */
    @Test
    void whoAsksForTlsAndGetsItIsNotCut() {
        for (Corpus.Flow flow : flows) {
            if (!flow.encrypted() && !flow.heldBack() && !flow.name().contains("refused")) {
                for (int piece : PIECES) {
                    Recogniser recogniser = new Recogniser(flow.port());
                    assertNotEquals(Finding.BROKEN, feed(recogniser, flow.said(), piece), flow.name());
                }
            }
        }
    }

    @Test
    void namesOfThoseThatMayBeSeen() {
        for (Corpus.Flow flow : flows) {
            if (!flow.encrypted() && !flow.heldBack()) {
                Recogniser recogniser = new Recogniser(flow.port());
                feed(recogniser, flow.said(), 1400);
                assertEquals(flow.label(), recogniser.protocol().label(), flow.name());
            }
        }
    }
}
