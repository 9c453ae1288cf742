package org.port17.onion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.Build;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;

class OnionTest {
    private static final CipherSuite AES = new AesGcmSuite();
    private static final CipherSuite CHACHA = new ChaChaSuite();

    private static List<CipherSuite> suites(int hops) {
        List<CipherSuite> suites = new ArrayList<>();
        for (int i = 0; i < hops; i++) {
            suites.add(i % 2 == 0 ? AES : CHACHA);
        }
        return suites;
    }

    private static byte[] random(Random random, int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void bytesReachEveryHopAndComeBackFromEveryHop(int hops) throws Exception {
        Random random = new Random(hops);
        byte[] first = random(random, 400);
        Chain chain = new Chain(suites(hops), first);
        byte[] body = chain.builds.get(hops - 1).body();
        assertArrayEquals(first, Arrays.copyOfRange(Chain.read(body, 0), 7, 407));
        for (int i = 0; i < 600; i++) {
            CellClass cellClass = random.nextInt(8) == 0 ? CellClass.BULK : CellClass.SMALL;
            int hop = random.nextInt(3) > 0 ? hops - 1 : random.nextInt(hops);
            byte[] data = random(random, random.nextInt(1900));
            if (random.nextBoolean()) {
                assertArrayEquals(data, chain.out(hop, cellClass, data));
            } else {
                ClientLayers.Unwrapped cell = chain.client.unwrap(chain.inbound(hop, cellClass, data, false));
                assertEquals(hop, cell.origin());
                assertArrayEquals(data, Chain.read(cell.frame().array(), cell.bodyOffset()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void everyHopStepsToTheNextEpochAndSuiteWhileCellsGoOn(int hops) throws Exception {
        Random random = new Random(2);
        SecureRandom secure = new SecureRandom();
        Chain chain = new Chain(suites(hops), new byte[10]);
        for (int epoch = 1; epoch <= 3; epoch++) {
            for (int hop = 0; hop < hops; hop++) {
                CipherSuite to = (epoch + hop) % 2 == 0 ? AES : CHACHA;
                byte[] offer = chain.client.hop(hop).offer(to, secure);
                byte[] seen = chain.out(hop, CellClass.SMALL, offer);
                byte[] answer = chain.nodes.get(hop).ratchet().answer(seen, id -> Optional.of(to), secure);
                Frame late = chain.inbound(hops - 1, CellClass.SMALL, new byte[] {1}, false);
                Frame created = chain.inbound(hop, CellClass.SMALL, answer, true);
                Frame after = chain.inbound(hops - 1, CellClass.SMALL, new byte[] {2}, false);
                chain.client.unwrap(late);
                ClientLayers.Unwrapped cell = chain.client.unwrap(created);
                assertEquals(hop, cell.origin());
                assertTrue(cell.last());
                chain.client.hop(hop).accept(Chain.read(cell.frame().array(), cell.bodyOffset()));
                chain.client.hop(hop).switchOpening();
                chain.client.unwrap(after);
                chain.client.switchNext(hop);
                for (int i = 0; i < 3; i++) {
                    byte[] data = random(random, 500);
                    assertArrayEquals(data, chain.out(hops - 1, CellClass.SMALL, data));
                }
                assertEquals(epoch, chain.client.hop(hop).state().epoch());
                assertEquals(epoch, chain.nodes.get(hop).ratchet().state().epoch());
            }
        }
    }

    @Test
    void aFlippedBitInsideALayerIsNoticedByTheNextHonestHolder() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            Chain chain = new Chain(suites(3), new byte[1]);
            Frame cell = chain.body(CellClass.SMALL, new byte[100]);
            chain.client.wrap(cell, 2);
            Frame second = chain.pool.take(CellClass.SMALL);
            chain.nodes.get(0).peel(cell, second);
            int at = second.offset() + random.nextInt(second.cellClass().size());
            second.array()[at] ^= (byte) (1 << random.nextInt(8));
            Frame third = chain.pool.take(CellClass.SMALL);
            assertEquals(
                    ErrorKind.TAMPERED,
                    assertThrows(Port17Exception.class, () -> chain.nodes.get(1).peel(second, third))
                            .kind());
            int hop = random.nextInt(3);
            Frame back = chain.inbound(hop, CellClass.SMALL, new byte[100], false);
            back.array()[back.offset() + random.nextInt(2048)] ^= 1;
            assertEquals(
                    ErrorKind.TAMPERED,
                    assertThrows(Port17Exception.class, () -> chain.client.unwrap(back))
                            .kind());
        }
    }

    @Test
    void aFlippedBitBetweenInnerHopsIsNoticedByTheClient() throws Exception {
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            Chain chain = new Chain(suites(3), new byte[1]);
            Frame last = chain.body(CellClass.SMALL, new byte[50]);
            chain.nodes.get(2).originate(last, false);
            // The bytes that the next node drops are recomputed by the client, so only the others matter.
            last.array()[last.offset() + 24 + random.nextInt(2024)] ^= (byte) (1 << random.nextInt(8));
            Frame middle = chain.pool.take(CellClass.SMALL);
            chain.nodes.get(1).cover(last, middle);
            Frame entry = chain.pool.take(CellClass.SMALL);
            chain.nodes.get(0).cover(middle, entry);
            assertThrows(Port17Exception.class, () -> chain.client.unwrap(entry));
        }
    }

    @Test
    void aBuildAlteredAnywhereIsRefused() throws Exception {
        Random random = new Random(5);
        byte[] id = new byte[32];
        NodeId node = NodeId.of(id);
        SecureRandom secure = new SecureRandom();
        Chain chain = new Chain(suites(2), new byte[1]);
        try (Prekey prekey = AES.newPrekey(PrekeyUse.ONION, secure)) {
            HopPlan plan = new HopPlan(node, AES, 7, prekey.publicKey(), new byte[32], new byte[512]);
            var body = new org.port17.cell.BodyWriter(chain.pool, f -> {});
            byte[] blob =
                    ClientBuild.make(List.of(plan), List.of(), body, secure).blob();
            NodeBuild.open(blob, node, AES, prekey, new byte[32]);
            for (int i = 0; i < 2000; i++) {
                byte[] bad = blob.clone();
                bad[i < 200 ? Build.BLOB - 1 - i : random.nextInt(Build.BLOB)] ^= (byte) (1 << random.nextInt(8));
                assertThrows(Port17Exception.class, () -> NodeBuild.open(bad, node, AES, prekey, new byte[32]));
            }
            byte[] otherDigest = new byte[32];
            otherDigest[0] = 1;
            assertThrows(Port17Exception.class, () -> NodeBuild.open(blob, node, AES, prekey, otherDigest));
        }
    }

    @Test
    void nothingAtAnyPlaceTellsHowLongTheRouteIs() throws Exception {
        // Byte statistics of everything a node can read at place 1, for routes of 2 to 5 nodes: uniform in all of them.
        for (int hops = 2; hops <= 5; hops++) {
            int[] counts = new int[256];
            int total = 0;
            for (int run = 0; run < 60; run++) {
                Chain chain = new Chain(suites(hops), new byte[1]);
                assertEquals(Build.BLOB, chain.blobs.get(1).length);
                // Past its own slot a node sees X of the blob it hands on.
                byte[] onward = hops > 2 ? chain.blobs.get(2) : Arrays.copyOf(chain.blobs.get(1), 3464);
                for (int i = 632; i < 3400; i++) {
                    counts[onward[i] & 0xff]++;
                    total++;
                }
                Frame cell = chain.body(CellClass.SMALL, new byte[10]);
                chain.client.wrap(cell, hops - 1);
                Frame second = chain.pool.take(CellClass.SMALL);
                chain.nodes.get(0).peel(cell, second);
                byte[] seen = Chain.cell(second);
                for (byte b : seen) {
                    counts[b & 0xff]++;
                    total++;
                }
            }
            double expected = total / 256.0;
            double chi = 0;
            for (int count : counts) {
                chi += (count - expected) * (count - expected) / expected;
            }
            // 255 degrees of freedom: mean 255, standard deviation 22.6; 6 sigma.
            assertTrue(chi < 255 + 6 * 22.6, "chi square " + chi + " for " + hops + " hops");
        }
    }

    @Test
    void theLastHopsZoneHoldsNoZeros() throws Exception {
        for (int hops = 1; hops <= 5; hops++) {
            Chain chain = new Chain(suites(hops), new byte[1]);
            Frame in = chain.body(CellClass.SMALL, new byte[10]);
            chain.client.wrap(in, hops - 1);
            for (int i = 0; i < hops; i++) {
                Frame next = chain.pool.take(CellClass.SMALL);
                chain.nodes.get(i).peel(in, next);
                in = next;
            }
            int zone = NodeLayer.bodyOffset(in) - 96;
            int zeros = 0;
            for (int i = 0; i < 96; i++) {
                zeros += in.array()[zone + i] == 0 ? 1 : 0;
            }
            assertTrue(zeros < 12, zeros + " zero bytes of 96 with " + hops + " hops");
        }
    }
}
