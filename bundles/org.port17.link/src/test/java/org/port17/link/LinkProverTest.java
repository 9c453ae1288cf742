package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;

/** Who is at an address, by the handshake of every link. */
class LinkProverTest {
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private final Lab lab = new Lab(List.of(Lab.AES, Lab.CHACHA, Lab.MLDSA));
    private final FakePlugins plugins = new FakePlugins();
    private LinkProver prover;
    private Lab.Peer ada;
    private Lab.Peer bob;

    @BeforeEach
    void network() throws Port17Exception {
        ada = lab.new Peer(true).listen("mem:ada", "mem:ada-too");
        bob = lab.new Peer(true).listen("mem:bob");
        plugins.transports.add(lab.network.transport(lab.loop));
        plugins.suites.addAll(List.of(Lab.AES, Lab.CHACHA, Lab.MLDSA));
        LinkContext context = new LinkContext(lab.loop, plugins, null, null, lab.settings);
        prover = new LinkProver(context, () -> Instant.ofEpochSecond(100));
    }

    /** Signed records of what the node offers now. */
    private static List<byte[]> prekeys(Lab.Peer node) {
        List<byte[]> signed = new ArrayList<>();
        for (CipherSuite suite : List.of(Lab.AES, Lab.CHACHA, Lab.MLDSA)) {
            for (PrekeyUse use : PrekeyUse.values()) {
                node.identity
                        .offered(suite.traits().id(), use)
                        .map(SignedPrekey::bytes)
                        .ifPresent(signed::add);
            }
        }
        return signed;
    }

    private CompletableFuture<Void> prove(NodeId node, String at, List<byte[]> prekeys) throws Port17Exception {
        CompletableFuture<Void> answer =
                prover.prove(node, Endpoint.parse(at), prekeys, WITHIN).toCompletableFuture();
        lab.loop.runUntilIdle();
        return answer;
    }

    private static ErrorKind failure(CompletableFuture<Void> answer) {
        assertTrue(answer.isCompletedExceptionally());
        Throwable cause = assertThrows(CompletionException.class, answer::join).getCause();
        return ((Port17Exception) cause).kind();
    }

    private static boolean proven(CompletableFuture<Void> answer) {
        return answer.isDone() && !answer.isCompletedExceptionally();
    }

    @Test
    void nodeThatAnswersIsProvenAtEachOfItsAddressesAndKeepsNoLink() throws Port17Exception {
        assertTrue(proven(prove(ada.identity.id(), "mem:ada", prekeys(ada))));
        assertTrue(proven(prove(ada.identity.id(), "mem:ada-too", prekeys(ada))));
        assertEquals(List.of(), ada.context.links().all(), "GOODBYE ended them");
    }

    /** 0x0101, 0x0102 and 0x0103, whose RETRY is longer. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void everySuiteWillDoAlsoWhenThePrekeyIsGone(int which) throws Port17Exception {
        CipherSuite only = plugins.suites.get(which);
        plugins.suites.retainAll(List.of(only));
        List<byte[]> before = prekeys(ada);
        assertTrue(proven(prove(ada.identity.id(), "mem:ada", before)));
        ada.restart();
        assertTrue(proven(prove(ada.identity.id(), "mem:ada", before)), "by RETRY");
    }

    @Test
    void nobodyIsProvenAtAnothersAddress() throws Port17Exception {
        assertEquals(ErrorKind.PROTOCOL, failure(prove(bob.identity.id(), "mem:ada", prekeys(bob))));
        assertEquals(ErrorKind.NO_SUITE, failure(prove(bob.identity.id(), "mem:ada", prekeys(ada))));
    }

    @Test
    void prekeyNobodySignedOrOfTheWrongUseProvesNothing() throws Port17Exception {
        List<byte[]> forged = new ArrayList<>();
        for (byte[] record : prekeys(ada)) {
            byte[] altered = record.clone();
            altered[100] ^= 1;
            forged.add(altered);
        }
        assertEquals(ErrorKind.TAMPERED, failure(prove(ada.identity.id(), "mem:ada", forged)));
        List<byte[]> onion = prekeys(ada).stream().filter(r -> r[5] == 2).toList();
        assertFalse(onion.isEmpty());
        assertEquals(ErrorKind.NO_SUITE, failure(prove(ada.identity.id(), "mem:ada", onion)));
        assertEquals(ErrorKind.NO_SUITE, failure(prove(ada.identity.id(), "mem:ada", List.of())));
    }

    @Test
    void nobodyThereNoTransportAndNoSuiteAreClearErrors() throws Port17Exception {
        assertEquals(ErrorKind.NODE_UNREACHABLE, failure(prove(ada.identity.id(), "mem:nowhere", prekeys(ada))));
        assertEquals(ErrorKind.UNSUPPORTED, failure(prove(ada.identity.id(), "tcp:127.0.0.1:9", prekeys(ada))));
        plugins.suites.clear();
        assertEquals(ErrorKind.NO_SUITE, failure(prove(ada.identity.id(), "mem:ada", prekeys(ada))));
    }

    @Test
    void silenceEndsInTime() throws Port17Exception {
        lab.network.transport(lab.loop).listen(Endpoint.parse("mem:mute"), connection -> new Mute());
        CompletableFuture<Void> answer = prove(ada.identity.id(), "mem:mute", prekeys(ada));
        assertFalse(answer.isDone());
        lab.loop.advance(WITHIN);
        assertEquals(ErrorKind.TIMEOUT, failure(answer));
    }

    /** What a listener of another protocol, or one who only echoes, would say. */
    @Test
    void strangersAnswerProvesNothing() throws Port17Exception {
        lab.network.transport(lab.loop).listen(Endpoint.parse("mem:echo"), Echo::new);
        assertEquals(ErrorKind.TAMPERED, failure(prove(ada.identity.id(), "mem:echo", prekeys(ada))));
    }

    @Test
    void prekeyOfYesterdayIsNoSuccessor() throws Port17Exception {
        List<byte[]> before = prekeys(ada);
        ada.restart();
        prover = new LinkProver(
                new LinkContext(lab.loop, plugins, null, null, lab.settings),
                () -> Instant.ofEpochSecond(100 + 86_400));
        assertEquals(ErrorKind.STALE_PREKEY, failure(prove(ada.identity.id(), "mem:ada", before)));
    }

    private static class Mute implements ConnectionEvents {
        @Override
        public void received(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public void connected() {
            // Nothing to say.
        }

        @Override
        public void writable() {
            // Nothing to say.
        }

        @Override
        public void closed(Port17Exception reason) {
            // Nothing to say.
        }
    }

    private static final class Echo extends Mute {
        private final Connection connection;

        Echo(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void received(ByteBuffer bytes) {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            connection.offer(all, 0, all.length);
            connection.flush();
        }
    }
}
