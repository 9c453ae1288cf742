package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/** A running link follows the preferred transport when a node comes to offer it, and never takes a worse one instead. */
class BetterWayTest {
    private final Lab lab = new Lab();
    private final Counted alt = new Counted(new NamedTransport("alt", lab.network.transport(lab.loop)));
    private final Transport worse = new NamedTransport("worse", lab.network.transport(lab.loop));
    private Lab.Peer node;
    private Lab.Peer client;
    private Transport mem;

    @BeforeEach
    void connect() throws Port17Exception {
        lab.network.delay(Duration.ofMillis(5));
        node = lab.new Peer(true);
        node.plugins.add(new NamedTransport("alt", lab.network.transport(lab.loop)));
        node.plugins.add(new NamedTransport("worse", lab.network.transport(lab.loop)));
        node.listen("mem:a", "worse:w");
        client = lab.new Peer(false);
        client.plugins.add(worse);
        client.plugins.add(alt);
        mem = client.transport();
        client.lane(node, new Recorder());
        pass();
    }

    private void pass() {
        lab.loop.advance(Duration.ofSeconds(10));
    }

    private LinkSession link() {
        return client.onlyLink();
    }

    /** The node listens there too, and the map says so or lists what is not there. */
    private void offers(boolean listens, String... endpoints) throws Port17Exception {
        List<Endpoint> listed = new ArrayList<>();
        for (String endpoint : endpoints) {
            listed.add(Endpoint.parse(endpoint));
        }
        if (listens) {
            node.listening.close();
            node.listening = node.links.listen(listed, (lane, blob) -> new Recorder());
        }
        Node was = node.node;
        lab.map.nodes.removeIf(known -> known.id().equals(was.id()));
        lab.map.nodes.add(new Node(
                was.id(),
                was.name(),
                was.owner(),
                was.country(),
                was.as(),
                was.exit(),
                was.trusted(),
                listed,
                was.suites(),
                was.recordDigest()));
        lab.map.changed();
    }

    @Test
    void whatTheNodeDoesNotOfferMovesNothing() {
        var moved = client.plugins.prefer(alt).toCompletableFuture();
        pass();
        assertTrue(moved.isDone());
        assertSame(mem, link().wire().transport());
        assertEquals(0, link().reconnects());
    }

    @Test
    void aNewMapThatNamesThePreferredTransportMovesTheLink() throws Port17Exception {
        client.plugins.prefer(alt);
        offers(true, "mem:a", "worse:w", "alt:b");
        pass();
        assertSame(alt, link().wire().transport());
        assertEquals(1, link().reconnects());
        lab.map.changed();
        pass();
        assertEquals(1, link().reconnects());
    }

    @Test
    void aPreferenceThatComesLaterMovesTheLinkToWhatTheMapNamesNow() throws Port17Exception {
        offers(true, "mem:a", "alt:b");
        pass();
        assertSame(mem, link().wire().transport());
        client.plugins.prefer(alt);
        pass();
        assertSame(alt, link().wire().transport());
        client.plugins.prefer(mem);
        pass();
        assertSame(mem, link().wire().transport());
    }

    @Test
    void aBetterWayThatLeadsNowhereIsTriedOnce() throws Port17Exception {
        client.plugins.prefer(alt);
        offers(false, "mem:a", "alt:nowhere");
        pass();
        lab.map.changed();
        pass();
        assertEquals(1, alt.dials);
        assertSame(mem, link().wire().transport());
        assertEquals(0, link().reconnects());
        offers(true, "mem:a", "alt:b");
        pass();
        assertSame(alt, link().wire().transport());
    }

    /** A plugin is updated at the node: for a moment nobody listens there, and the map does not change. */
    @Test
    void aBetterWayThatWasAwayForAMomentIsTakenByALaterMap() throws Port17Exception {
        client.plugins.prefer(alt);
        offers(false, "mem:a", "alt:b");
        pass();
        assertSame(mem, link().wire().transport());
        node.listening.close();
        node.listening = node.links.listen(
                List.of(Endpoint.parse("mem:a"), Endpoint.parse("alt:b")), (lane, blob) -> new Recorder());
        lab.map.changed();
        pass();
        assertSame(mem, link().wire().transport());
        lab.loop.advance(Departure.AGAIN);
        lab.map.changed();
        pass();
        assertSame(alt, link().wire().transport());
        assertEquals(2, alt.dials);
    }

    /** Somebody takes the connection and says nothing, so the link has left the way that served. */
    @Test
    void aBetterWayThatConnectsAndDoesNotAnswerIsTakenOnce() throws Port17Exception {
        lab.network.transport(lab.loop).listen(Endpoint.parse("mem:mute"), connection -> new Mute());
        client.plugins.prefer(alt);
        LinkSession before = link();
        offers(false, "mem:a", "alt:mute");
        pass();
        assertSame(before, link());
        assertTrue(link().isUp());
        assertSame(mem, link().wire().transport());
        for (int i = 0; i < 5; i++) {
            lab.map.changed();
            pass();
        }
        assertEquals(1, alt.dials);
        assertEquals(1, link().reconnects());
        assertSame(mem, link().wire().transport());
    }

    /** The other way is under way, and leads nowhere, when the present transport goes: any that is left must do. */
    @Test
    void aTransportThatGoesDuringAMoveIsLeftAllTheSame() throws Port17Exception {
        client.plugins.prefer(alt);
        offers(false, "mem:a", "worse:w", "alt:nowhere");
        lab.loop.runUntilIdle();
        assertTrue(((DialledLink) link()).isMoving());
        var left = client.plugins.stop(mem).toCompletableFuture();
        pass();
        assertTrue(left.isDone());
        assertSame(worse, link().wire().transport());
        assertFalse(((DialledLink) link()).isMoving());
    }

    /** Takes what comes and answers nothing. */
    private static final class Mute implements ConnectionEvents {
        @Override
        public void connected() {}

        @Override
        public void received(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public void writable() {}

        @Override
        public void closed(Port17Exception reason) {}
    }

    private static final class Counted implements Transport {
        private final Transport under;
        private int dials;

        Counted(Transport under) {
            this.under = under;
        }

        @Override
        public TransportTraits traits() {
            return under.traits();
        }

        @Override
        public Connection dial(Endpoint endpoint, ConnectionEvents events) throws Port17Exception {
            dials++;
            return under.dial(endpoint, events);
        }

        @Override
        public Listener listen(Endpoint endpoint, Acceptor acceptor) throws Port17Exception {
            return under.listen(endpoint, acceptor);
        }
    }
}
