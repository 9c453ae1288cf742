package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.Edition;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.Located;
import org.port17.netmap.column.Row;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.http.AuthorityClient;

/** What an authority is sent by others: what it signs, takes, and does not even read. */
class ProposalsTest extends ThreeAuthorities {
    @Test
    void liarsProposalsAreNotSigned() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        register(1);
        try (SigningKey liar = keyOf(0);
                AuthorityClient other = asking(1)) {
            awaitProven(other, 1);
            SignedNode honest = RegistryTest.record(RegistryTest.key(1), "ada", false, now());
            long since = network.founded() + 1;
            MapNode fresh = row(honest);
            assertEquals(96, other.ask("/v1/cosign", proposal(liar, 1_000, fresh, now()), 96).length);
            assertRefused(other, proposal(liar, 1_000, fresh, now()), "signs no two maps of one number");
            assertRefused(other, proposal(RegistryTest.key(77), 1_003, fresh, now()), "of a stranger");
            assertRefused(other, proposal(liar, 1_003, fresh, now() + 86_400_000), "of tomorrow");
            SignedNode elsewhere = RegistryTest.record(RegistryTest.key(1), "ada", false, now(), 4_002);
            MapNode moved = row(elsewhere);
            assertRefused(other, proposal(liar, 1_003, moved, now()), "at an address that was not proven here");
            MapNode fake = row(RegistryTest.record(RegistryTest.key(2), "bob", false, now()));
            assertRefused(other, proposal(liar, 1_003, fake, now()), "a node that nobody else found");
            MapNode trusted = new MapNode(honest, true, false, 0, since);
            assertRefused(other, proposal(liar, 1_003, trusted, now()), "trusts whom nobody trusts");
            MapNode fast = new MapNode(honest, false, false, 1L << 30, since);
            assertRefused(other, proposal(liar, 1_003, fast, now()), "calls fast what nobody measured");
            byte[] elsewhereInTheWorld = proposal(
                    liar,
                    1_003,
                    fresh,
                    now(),
                    row -> new Row(
                            row.ipv4(),
                            row.ipv6(),
                            row.shape(),
                            row.owner(),
                            row.capacity(),
                            row.load(),
                            row.week(),
                            Optional.of(new Located(64_500, "ZZ")),
                            row.coordinates(),
                            row.commitment()));
            assertRefused(other, elsewhereInTheWorld, "puts a node into a network of its own choice");
            assertRefused(other, proposal(liar, 1_001, fresh, now()), "under another authority's number");
            assertRefused(
                    other, proposal(liar, 1_000 + 3 * Numbers.STEP, fresh, now()), "under a number too far ahead");
            byte[] altered = proposal(liar, 1_003, fresh, now());
            altered[altered.length - 70] ^= 1;
            assertRefused(other, altered, "a record was altered");
            assertRefused(other, new byte[100], "nonsense");
            assertEquals(96, other.ask("/v1/cosign", proposal(liar, 2_002, fresh, now()), 96).length);
        }
    }

    /** Each authority may hold other prekeys of a node; what it signs is one set that every client can use. */
    @Test
    void prekeysOfAProposalAreThoseOfItsNodesAndOfNow() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        register(1);
        try (SigningKey liar = keyOf(0);
                AuthorityClient other = asking(1)) {
            awaitProven(other, 1);
            SigningKey ada = RegistryTest.key(1);
            MapNode fresh = row(RegistryTest.record(ada, "ada", false, now()));
            long seconds = now() / 1_000;
            SignedPrekey link = RegistryTest.prekey(ada, 21, seconds - 20_000);
            SignedPrekey onion = RegistryTest.onion(ada, 22, seconds);
            byte[] forged = onion.bytes().clone();
            forged[forged.length - 1] ^= 1;
            Map<String, List<SignedPrekey>> bad = Map.of(
                    "none at all", List.of(),
                    "no layer", List.of(link),
                    "no link", List.of(onion),
                    "of nobody in the map", List.of(link, onion, RegistryTest.onion(RegistryTest.key(2), 23, seconds)),
                    "two for one thing", List.of(link, onion, RegistryTest.onion(ada, 24, seconds)),
                    "out of use", List.of(RegistryTest.prekey(ada, 25, seconds - 21_700), onion),
                    "about to end", List.of(RegistryTest.prekey(ada, 27, seconds - 21_000), onion),
                    "too far ahead", List.of(link, RegistryTest.onion(ada, 26, seconds + 4_000)),
                    "forged", List.of(link, new SignedPrekey(onion.record(), "", forged)));
            for (Map.Entry<String, List<SignedPrekey>> lie : bad.entrySet()) {
                byte[] proposal = proposal(liar, 1, fresh, now(), row -> row, lie.getValue());
                assertRefused(other, proposal, lie.getKey());
            }
            byte[] exchanged = proposal(liar, 1, fresh, now(), row -> row, List.of(link, onion));
            int at = exchanged.length - fresh.record().bytes().length - 11 - 1;
            exchanged[at] ^= 1;
            assertRefused(other, exchanged, "not the set that the head names");
            byte[] older = proposal(liar, 1, fresh, now(), row -> row, List.of(link, onion));
            assertEquals(96, other.ask("/v1/cosign", older, 96).length, "earlier ones than it holds itself");
        }
    }

    /** However far ahead a liar's number is, those of the others are free. */
    @Test
    void aLiarUsesUpNoNumbersOfOthers() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        register(1);
        try (SigningKey liar = keyOf(0);
                SigningKey honest = keyOf(2);
                AuthorityClient other = asking(1)) {
            awaitProven(other, 1);
            MapNode fresh = row(RegistryTest.record(RegistryTest.key(1), "ada", false, now()));
            long far = Numbers.STEP - Math.floorMod(Numbers.STEP - 1, 3L);
            assertEquals(96, other.ask("/v1/cosign", proposal(liar, far, fresh, now()), 96).length);
            assertEquals(96, other.ask("/v1/cosign", proposal(honest, 3, fresh, now()), 96).length);
            assertRefused(other, proposal(honest, 3, fresh, now()), "twice");
            assertEquals(96, other.ask("/v1/cosign", proposal(honest, 6, fresh, now()), 96).length);
        }
    }

    /** Trust in a name is for who holds it here, whatever another authority says it is called. */
    @Test
    void aProposalMintsNoTrustedNode() throws Exception {
        authority(1, InstantSource.system(), Set.of("bob"));
        register(1);
        try (SigningKey liar = keyOf(0);
                AuthorityClient other = asking(1)) {
            awaitProven(other, 1);
            SignedNode bob = RegistryTest.record(RegistryTest.key(1), "bob", false, now());
            MapNode trusted = new MapNode(bob, true, false, 0, network.founded() + 1);
            assertRefused(other, proposal(liar, 1, trusted, now()), "trusted");
            byte[] plain = proposal(liar, 1, row(bob), now());
            assertEquals(96, other.ask("/v1/cosign", plain, 96).length);
        }
    }

    /** Sixty megabytes are announced, none of them is waited for. */
    @Test
    void ofAStrangersMapOnlyTheHeadIsRead() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        MapNode node = MapNode.of(RegistryTest.record(RegistryTest.key(1), "ada", false, now()));
        byte[] proposal = proposal(RegistryTest.key(77), 1_000, node, now());
        int head = 4 + ByteBuffer.wrap(proposal).getInt();
        assertEquals("HTTP/1.1 403", answer(slow("/v1/cosign", 60_000_000, Arrays.copyOf(proposal, head))));
        assertEquals("HTTP/1.1 413", answer(slow("/v1/signed", 60_000_000, new byte[0])));
    }

    @Test
    void mapThatTooFewSignedIsNotTakenFromAnotherAuthority() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        try (SigningKey liar = keyOf(0);
                AuthorityClient other = asking(1)) {
            MapNode node = MapNode.of(RegistryTest.record(RegistryTest.key(1), "ada", false, now()));
            byte[] alone =
                    headOf(proposal(liar, 10, new MapNode(node.record(), false, false, 0, network.founded()), now()));
            Port17Exception few = assertThrows(Port17Exception.class, () -> other.post("/v1/signed", alone));
            assertEquals(ErrorKind.TAMPERED, few.kind());
            Port17Exception bad = assertThrows(Port17Exception.class, () -> other.post("/v1/signed", new byte[100]));
            assertEquals(ErrorKind.BAD_INPUT, bad.kind());
            assertThrows(Port17Exception.class, () -> other.fetch("/v1/head", "", MapHead.MAX_BYTES));
        }
    }

    /** Everybody can have a signed head. Who sends one, and then nothing, is in nobody's way. */
    @Test
    void whoSendsASignedHeadSlowlyKeepsNoMapWaiting() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        register(1);
        try (SigningKey proposer = keyOf(0);
                AuthorityClient other = asking(1)) {
            awaitProven(other, 1);
            MapNode ada = MapNode.of(RegistryTest.record(RegistryTest.key(1), "ada", false, now()));
            byte[] proposal = proposal(proposer, 1_000, row(ada.record()), now());
            byte[] answer = other.ask("/v1/cosign", proposal, 96);
            HeadStatement said =
                    MapHead.read(headOf(proposal), network.quorum()).statement();
            Quorum.Endorsement own = Quorum.Endorsement.by(proposer, Signatures.MAP, said.message());
            Quorum.Endorsement given =
                    new Quorum.Endorsement(Arrays.copyOf(answer, 32), Arrays.copyOfRange(answer, 32, 96));
            byte[] signed =
                    MapHead.of(said, List.of(own, given), network.quorum()).bytes();
            byte[] whole = Proposal.write(signed, Edition.of(columnsOf(proposal), List.of(ada)), new byte[0]);
            for (byte[] begun : List.of(signed, whole)) {
                for (int i = 0; i < 3; i++) {
                    slow("/v1/signed", begun.length + 1, begun);
                }
            }
            other.post("/v1/signed", signed);
            MapHead now =
                    MapHead.parse(other.fetch("/v1/head", "", MapHead.MAX_BYTES).orElseThrow(), network.quorum());
            assertEquals(1_000, now.statement().epoch());
            Port17Exception twice = assertThrows(Port17Exception.class, () -> other.post("/v1/signed", signed));
            assertEquals(ErrorKind.REPLAYED, twice.kind());
        }
    }

    /** Who does not agree with a map, and whom the others outvote, serves it too. */
    @Test
    void whoDidNotSignAMapFetchesIt() throws Exception {
        authority(0, InstantSource.system(), Set.of());
        authority(1, InstantSource.system(), Set.of());
        authority(
                2,
                InstantSource.system(),
                Set.of(NodeId.of(RegistryTest.key(1).publicKey()).toString()));
        register(0, 1, 2);
        try (AuthorityClient third = asking(2)) {
            MapHead head = awaitHead(third, 1);
            assertEquals(2, head.signers());
            String own = network.quorum().keys().get(2);
            assertFalse(head.by(network.quorum()).contains(own));
            String root = head.statement().root();
            assertEquals(
                    head.statement().prekeys(),
                    PrekeySet.digest(
                            third.fetch("/v1/prekeys/" + head.statement().prekeys(), "", PrekeySet.MAX_BYTES)
                                    .orElseThrow()));
            byte[] columns =
                    third.fetch("/v1/columns/" + root, "", Columns.most(1)).orElseThrow();
            assertEquals(
                    root, HexFormat.of().formatHex(Columns.parse(columns, 1).root()));
            byte[] records = third.fetch("/v1/records/" + root + "/0", "", RecordBundle.most(1))
                    .orElseThrow();
            assertEquals(
                    1, RecordBundle.parse(records, 1, raw -> null).records().size());
        }
    }

    /** Until the authority serves a map of so many nodes. */
    private MapHead awaitHead(AuthorityClient authority, int nodes) throws Port17Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                byte[] bytes =
                        authority.fetch("/v1/head", "", MapHead.MAX_BYTES).orElseThrow();
                MapHead head = MapHead.parse(bytes, network.quorum());
                if (head.statement().nodes() == nodes) {
                    return head;
                }
            } catch (Port17Exception e) {
                assertEquals(ErrorKind.UNSUPPORTED, e.kind(), "there is no map yet");
            }
            assertTrue(System.nanoTime() < end, "no such map came");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static byte[] headOf(byte[] proposal) {
        return Arrays.copyOfRange(proposal, 4, 4 + ByteBuffer.wrap(proposal).getInt());
    }

    private static Columns columnsOf(byte[] proposal) throws Port17Exception {
        ByteBuffer in = ByteBuffer.wrap(proposal);
        in.position(4 + in.getInt());
        byte[] columns = new byte[in.getInt()];
        in.get(columns);
        return Columns.parse(columns, 1);
    }

    /** Announces so many bytes, sends those and leaves it at that. */
    private Socket slow(String path, int length, byte[] begun) throws IOException {
        Socket socket = new Socket("127.0.0.1", ports.get(1));
        open.add(socket);
        socket.setSoTimeout(15_000);
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(begun);
        socket.getOutputStream().flush();
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
}
