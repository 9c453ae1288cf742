package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.Initiation;
import org.port17.spi.suite.OfferKey;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/** A node whose places for accepted links are all taken: who makes room for whom. */
class CrowdedDoorTest {
    private final Lab lab = new Lab();

    private Lab.Peer node(int places) throws Port17Exception {
        lab.settings = new LinkSettings(
                new LinkSettings.Bounds(1 << 20, 1 << 20, 3 << 20, 1000, places, 20, 500), lab.settings.times());
        return lab.new Peer(true).listen("mem:a");
    }

    @Test
    void strangersWhoOpenLinksAndLeaveThemDoNotShutTheDoor() throws Port17Exception {
        Lab.Peer node = node(3);
        Recorder used = new Recorder();
        lab.new Peer(false).lane(node, used);
        for (int i = 0; i < 2; i++) {
            lab.new Peer(false).links.to(node.node);
        }
        lab.loop.advance(Duration.ofSeconds(1));
        Recorder early = new Recorder();
        lab.new Peer(false).lane(node, early);
        lab.loop.advance(Duration.ofSeconds(1));
        assertEquals(ErrorKind.OVERLOADED, early.ends.get(0).kind(), "fresh links are spared");
        lab.loop.advance(Duration.ofSeconds(20));
        Recorder later = new Recorder();
        lab.new Peer(false).lane(node, later);
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(later.ends.isEmpty() && used.ends.isEmpty(), "an idle one made room");
        assertEquals(3, node.context.links().acceptedCount());
    }

    @Test
    void aKeyThatNoMapHasIsNoNeighbour() throws Port17Exception {
        Lab.Peer node = node(3);
        Lab.Peer neighbour = lab.new Peer(true).listen("mem:b");
        neighbour.links.to(node.node);
        for (int i = 0; i < 2; i++) {
            lab.new Peer(true).links.to(node.node); // signs with a key of its own making
        }
        lab.loop.advance(Duration.ofSeconds(20));
        Recorder client = new Recorder();
        lab.new Peer(false).lane(node, client);
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(client.ends.isEmpty(), "the door is shut by keys that cost nothing");
        assertTrue(node.links.linked(neighbour.identity.id()), "a node of the map stays");
        lab.map.epoch = 0; // no map in force at this moment: the last one still says who is a node
        Recorder another = new Recorder();
        lab.new Peer(false).lane(node, another);
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(another.ends.isEmpty() && node.links.linked(neighbour.identity.id()));
        assertEquals(3, node.context.links().acceptedCount());
    }

    @Test
    void aNodesSecondLinkIsNoNeighbour() throws Port17Exception {
        Lab.Peer node = node(3);
        Lab.Peer neighbour = lab.new Peer(true).listen("mem:b");
        for (int i = 0; i < 3; i++) {
            Reach.Keys keys = new Reach(neighbour.context).keys(node.node);
            Hello.Made hello =
                    Hello.make(keys.suite(), keys.prekey(), neighbour.identity, null, neighbour.context.random());
            new RawPeer(neighbour.transport(), node.node.endpoints().get(0)).send(hello.bytes());
        }
        lab.loop.advance(Duration.ofSeconds(20));
        assertEquals(3, node.context.links().acceptedCount());
        Recorder client = new Recorder();
        lab.new Peer(false).lane(node, client);
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(client.ends.isEmpty(), "one node takes every place");
        assertTrue(node.links.linked(neighbour.identity.id()));
    }

    @Test
    void aMalformedOfferCostsNobodysLink() throws Port17Exception {
        Lab.Peer node = node(1);
        Lab.Peer client = lab.new Peer(false);
        client.links.to(node.node);
        lab.loop.advance(Duration.ofSeconds(20));
        LinkSession there = node.onlyLink();
        Reach.Keys keys = new Reach(client.context).keys(node.node);
        RawPeer raw = new RawPeer(client.transport(), node.node.endpoints().get(0));
        raw.send(Hello.make(new BadOffers(keys.suite()), keys.prekey(), null, null, client.context.random())
                .bytes());
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(raw.isClosed() && raw.received().length == 0);
        assertSame(there, node.onlyLink());
    }

    /** A suite whose offers no suite takes. */
    private record BadOffers(CipherSuite real) implements CipherSuite {
        @Override
        public OfferKey newOffer(SecureRandom random) {
            OfferKey good = real.newOffer(random);
            return new OfferKey() {
                @Override
                public byte[] publicKey() {
                    byte[] bad = good.publicKey();
                    Arrays.fill(bad, (byte) 0xff);
                    return bad;
                }

                @Override
                public void close() {
                    good.close();
                }
            };
        }

        @Override
        public SuiteTraits traits() {
            return real.traits();
        }

        @Override
        public Prekey newPrekey(PrekeyUse use, SecureRandom random) {
            return real.newPrekey(use, random);
        }

        @Override
        public Initiation initiate(PrekeyUse use, byte[] prekey, byte[] context, SecureRandom random)
                throws Port17Exception {
            return real.initiate(use, prekey, context, random);
        }

        @Override
        public Epoch respond(Prekey prekey, byte[] share, byte[] context) throws Port17Exception {
            return real.respond(prekey, share, context);
        }

        @Override
        public Initiation answer(Epoch before, byte[] offer, SecureRandom random) throws Port17Exception {
            return real.answer(before, offer, random);
        }

        @Override
        public Epoch accept(Epoch before, OfferKey offered, byte[] share) throws Port17Exception {
            return real.accept(before, offered, share);
        }
    }
}
