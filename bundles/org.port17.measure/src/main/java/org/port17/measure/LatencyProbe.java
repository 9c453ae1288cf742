package org.port17.measure;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.link.Links;
import org.port17.link.PrivateLinks;
import org.port17.onion.ClientBuild;
import org.port17.onion.ClientLayers;
import org.port17.onion.HopPlan;
import org.port17.onion.RandomBytes;
import org.port17.plugins.Plugins;
import org.port17.spi.measure.MeasureTarget;
import org.port17.spi.payment.Wallet;

/**
 * Times key steps of the two hops of a circuit, in turn: what the second takes longer than the first is the way between them, since
 * both do the same for a step. Ends after {@link #STEPS} of each, at the first thing that is wrong, or when {@link #TIME} is over. On the loop.
 */
final class LatencyProbe implements LaneEvents {
    /** The first of them wait for links to be made; the least counts. */
    private static final int STEPS = 6;

    private static final Duration TIME = Duration.ofSeconds(20);
    /** Between an answer and the next offer, so that nothing of before is in its way. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** So that the nodes hear of the end before the link ends. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double ERROR_MILLIS = 1;
    private final Loop loop;
    private final SecureRandom random;
    private final TargetMap map;
    private final PrivateLinks own;
    private final Links links;
    private final BodyWriter writer;
    private final BodyReader reader = new BodyReader();
    private final CompletableFuture<OptionalDouble> answer;
    private final Lane lane;
    private final ClientLayers layers;
    private final Loop.Timer limit;
    private final long[] least = {Long.MAX_VALUE, Long.MAX_VALUE};
    private Loop.Timer pause;
    private int turn;
    private long asked;
    private boolean over;

    /** Sends BUILD and the first offer. @throws Port17Exception if it cannot even be tried */
    LatencyProbe(
            List<MeasureTarget> route,
            Loop loop,
            Plugins plugins,
            SecureRandom random,
            CompletableFuture<OptionalDouble> answer)
            throws Port17Exception {
        this.loop = loop;
        this.random = random;
        this.answer = answer;
        this.map = new TargetMap(route, plugins.suites(), InstantSource.system());
        Wallet wallet = plugins.payment().wallet();
        List<HopPlan> hops = List.of(
                map.hop(0, wallet.draw(route.get(0).node())),
                map.hop(1, wallet.draw(route.get(1).node())));
        this.own = new PrivateLinks(loop, plugins, map, null);
        this.links = own.links();
        this.writer = new BodyWriter(links.frames(), frame -> send(frame, hops.size() - 1));
        ClientLayers begun = null;
        this.limit = loop.schedule(() -> end(OptionalDouble.empty()), TIME);
        try {
            this.lane = links.to(map.node(0)).open(this);
            ClientBuild build = ClientBuild.make(hops, List.of(), writer, random);
            begun = new ClientLayers(build.ratchets(), new RandomBytes(random), links.frames());
            this.layers = begun;
            lane.build(build.blob());
            offer();
        } catch (Port17Exception | RuntimeException e) {
            limit.cancel();
            if (begun != null) {
                begun.close();
            }
            writer.close();
            own.close();
            throw e;
        }
    }

    /** Both hops are asked in turn. */
    private void offer() throws Port17Exception {
        int hop = turn % 2;
        byte[] message = layers.hop(hop).offer(map.suite(hop), random);
        asked = loop.nanos();
        BodyWriter to = new BodyWriter(links.frames(), frame -> send(frame, hop));
        to.bytes(FrameType.OFFER, 0, message);
        to.flush();
        to.close();
    }

    private void send(Frame frame, int hop) {
        layers.wrap(frame, hop);
        lane.send(frame);
    }

    @Override
    public void cell(Frame frame) {
        if (over) {
            return;
        }
        try {
            ClientLayers.Unwrapped cell = layers.unwrap(frame);
            try {
                answered(cell);
            } finally {
                if (cell.frame() != frame) {
                    links.frames().release(cell.frame());
                }
            }
        } catch (Port17Exception e) {
            end(OptionalDouble.empty());
        }
    }

    private void answered(ClientLayers.Unwrapped cell) throws Port17Exception {
        long nanos = loop.nanos() - asked;
        int hop = turn % 2;
        reader.start(cell.frame().array(), cell.bodyOffset(), cell.bodySize());
        if (cell.origin() != hop || !cell.last() || !reader.next() || reader.type() != FrameType.ANSWER) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a frame that does not belong to a measuring");
        }
        layers.hop(hop).accept(reader.bytes());
        layers.hop(hop).switchOpening();
        layers.switchNext(hop);
        least[hop] = Math.min(least[hop], nanos);
        if (++turn == 2 * STEPS) {
            double millis = (least[1] - least[0]) / NANOS_PER_MILLI;
            // The second cannot be nearer than the first, which is on the way to it.
            end(millis < -ERROR_MILLIS ? OptionalDouble.empty() : OptionalDouble.of(Math.max(0, millis)));
        } else {
            writer.emptyCell(); // carries the switch
            pause = loop.schedule(this::next, PAUSE);
        }
    }

    private void next() {
        try {
            offer();
        } catch (Port17Exception e) {
            end(OptionalDouble.empty());
        }
    }

    @Override
    public void buildFailed(BuildFailure why) {
        end(OptionalDouble.empty());
    }

    @Override
    public void destroyed(Port17Exception reason) {
        end(OptionalDouble.empty());
    }

    /** Idempotent. */
    private void end(OptionalDouble millis) {
        if (over) {
            return;
        }
        over = true;
        limit.cancel();
        if (pause != null) {
            pause.cancel();
        }
        lane.destroy();
        writer.close();
        loop.execute(layers::close); // it may be in use further up this call
        // Else the node would keep the circuit for the link to come back.
        loop.schedule(own::close, LAST_WORDS);
        answer.complete(millis);
    }
}
