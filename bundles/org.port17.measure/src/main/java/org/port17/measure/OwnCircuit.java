package org.port17.measure;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyWriter;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.link.PrivateLinks;
import org.port17.onion.ClientBuild;
import org.port17.onion.ClientLayers;
import org.port17.onion.HopPlan;
import org.port17.onion.RandomBytes;
import org.port17.plugins.Plugins;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.measure.MeasureTarget;

/** A circuit over nodes that are measured, on a link of its own. Whatever is wrong ends it. On the loop. */
final class OwnCircuit implements LaneEvents {
    private static final Duration KEEP_ALIVE = Duration.ofHours(1);

    /** So that the nodes hear of the end before the link ends. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final Loop loop;
    private final SecureRandom random;
    private final User user;
    private final TargetMap map;
    private final PrivateLinks own;
    private final BodyWriter writer;
    private final Lane lane;
    private final ClientLayers layers;
    private boolean over;

    /** Who measures. */
    interface User {
        /** @throws Port17Exception if a node may not say that; {@link #broken} follows */
        void cell(ClientLayers.Unwrapped cell) throws Port17Exception;

        /** It ended otherwise than by {@link OwnCircuit#end}. */
        void broken(ErrorKind why);
    }

    /**
     * Sends BUILD.
     *
     * @param first writes what the last hop gets with it
     * @throws Port17Exception if it cannot even be tried
     */
    OwnCircuit(
            List<MeasureTarget> route,
            Loop loop,
            Plugins plugins,
            SecureRandom random,
            Consumer<BodyWriter> first,
            User user)
            throws Port17Exception {
        this.loop = loop;
        this.random = random;
        this.user = user;
        this.map = new TargetMap(route, plugins.suites(), InstantSource.system());
        List<HopPlan> hops = new ArrayList<>();
        for (int hop = 0; hop < route.size(); hop++) {
            hops.add(map.hop(hop, plugins.payment().wallet().draw(route.get(hop).node())));
        }
        this.own = new PrivateLinks(loop, plugins, map, null, KEEP_ALIVE);
        this.writer = writer(hops.size() - 1);
        ClientBuild build = null;
        try {
            this.lane = own.links().to(map.node(0)).open(this);
            first.accept(writer);
            build = ClientBuild.make(hops, List.of(), writer, random);
            this.layers = new ClientLayers(
                    build.ratchets(), new RandomBytes(random), own.links().frames());
            lane.build(build.blob());
        } catch (Port17Exception | RuntimeException e) {
            if (build != null) {
                build.ratchets().forEach(DoubleRatchet::close);
            }
            writer.close();
            own.close();
            throw e;
        }
    }

    private BodyWriter writer(int hop) {
        return new BodyWriter(own.links().frames(), frame -> {
            layers.wrap(frame, hop);
            lane.send(frame);
        });
    }

    ClientLayers layers() {
        return layers;
    }

    /** To the last hop. */
    BodyWriter writer() {
        return writer;
    }

    /** Offers a hop a step within its suite. */
    void offer(int hop) throws Port17Exception {
        byte[] message = layers.hop(hop).offer(map.suite(hop), random);
        BodyWriter to = hop == layers.length() - 1 ? writer : writer(hop);
        to.bytes(FrameType.OFFER, 0, message);
        to.flush();
    }

    /** A hop's answer to an offer; the next cell that passes it carries the switch. */
    void answered(int hop, byte[] answer) throws Port17Exception {
        layers.hop(hop).accept(answer);
        layers.hop(hop).switchOpening();
        layers.switchNext(hop);
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void cell(Frame frame) {
        if (over) {
            return;
        }
        try {
            ClientLayers.Unwrapped cell = layers.unwrap(frame);
            try {
                user.cell(cell);
            } finally {
                if (cell.frame() != frame) {
                    own.links().frames().release(cell.frame());
                }
            }
        } catch (Port17Exception e) {
            fail(e.kind());
        }
    }

    @Override
    public void buildFailed(BuildFailure why) {
        fail(why.kind());
    }

    @Override
    public void destroyed(Port17Exception reason) {
        fail(ErrorKind.CIRCUIT_BROKEN);
    }

    void fail(ErrorKind why) {
        if (!over) {
            end();
            user.broken(why);
        }
    }

    /** Idempotent. Tells nobody but the nodes. */
    void end() {
        if (over) {
            return;
        }
        over = true;
        lane.destroy();
        writer.close();
        loop.execute(layers::close); // it may be in use further up this call
        // Else the node would keep the circuit for the link to come back.
        loop.schedule(own::close, LAST_WORDS);
    }
}
