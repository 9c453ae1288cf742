package org.port17.measure;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
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
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.EpochAge;
import org.port17.ratchet.TrafficClock;
import org.port17.spi.measure.MeasureTarget;
import org.port17.spi.suite.CipherSuite;

/**
 * Measures one node over a link and a circuit of one hop of its own: as many cells as it echoes are kept under way, so that its
 * line is full. Bounds: {@link #MOST_AHEAD} bytes under way; what comes that was not asked for ends it. On the loop.
 */
final class Probe implements LaneEvents {
    private static final long FIRST_AHEAD = 512 << 10;
    static final long MOST_AHEAD = 8 << 20;
    private static final int CELL = 16_384;

    /** Of the cells that come back so many are compared with what was sent: which ones, only the measurer knows. */
    private static final int ONE_IN = 4;

    /** So that the node hears of the end before the link ends. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Without an echo for so long it has stalled. */
    static final int PATIENCE_SECONDS = 5;

    private final Round round;
    private final Loop loop;
    private final SecureRandom random;
    private final Links links;
    private final PrivateLinks own;
    private final CipherSuite suite;
    private final Pattern pattern;
    private final BodyWriter writer;
    private final BodyReader reader = new BodyReader();
    private final TrafficClock clock = new TrafficClock();
    private final Tally tally;
    private final Lane lane;
    private final ClientLayers layers;
    private final EpochAge age;
    private boolean ready;
    private boolean over;
    private int second = -1;
    private int reports;
    private int silent;
    private long ahead = FIRST_AHEAD;
    private long best;
    private long inSecond;
    private long sent;
    private long back;
    private Loop.Timer timer;

    /** Sends BUILD and warrant. @throws Port17Exception if it cannot even be tried */
    Probe(Round round, MeasureTarget target, Loop loop, Plugins plugins, SecureRandom random, int seconds)
            throws Port17Exception {
        this.round = round;
        this.loop = loop;
        this.random = random;
        TargetMap map = new TargetMap(List.of(target), plugins.suites(), InstantSource.system());
        this.suite = map.suite(0);
        this.pattern = new Pattern(random);
        this.tally = new Tally(seconds);
        HopPlan hop = map.hop(0, plugins.payment().wallet().draw(target.node()));
        this.own = new PrivateLinks(loop, plugins, map, null);
        this.links = own.links();
        this.writer = new BodyWriter(links.frames(), this::send);
        DoubleRatchet begun = null;
        try {
            this.lane = links.to(map.node(0)).open(this);
            writer.bytes(FrameType.MEASURE, 0, target.warrant());
            ClientBuild build = ClientBuild.make(List.of(hop), List.of(), writer, random);
            begun = build.ratchets().get(0);
            this.layers = new ClientLayers(build.ratchets(), new RandomBytes(random), links.frames());
            this.age = new EpochAge(begun);
            lane.build(build.blob());
            offer();
        } catch (Port17Exception e) {
            if (begun != null) {
                begun.close();
            }
            writer.close();
            own.close();
            throw e;
        }
    }

    Tally tally() {
        return tally;
    }

    /** All that are measured together are ready. */
    void begin() {
        second = 0;
        timer = loop.schedule(this::nextSecond, SECOND);
        pump();
    }

    private void nextSecond() {
        second++;
        best = Math.max(best, inSecond);
        inSecond = 0;
        // What waits in front of a slow node only keeps it busy when the measuring is over.
        ahead = Math.min(ahead, Math.max(FIRST_AHEAD, 2 * best));
        if (++silent > PATIENCE_SECONDS) {
            fail(new Port17Exception(ErrorKind.TIMEOUT, Retry.LATER, "the node that is measured stopped answering"));
        } else {
            timer = loop.schedule(this::nextSecond, SECOND);
        }
    }

    private void pump() {
        while (!over && sent - back < ahead && layers.maySeal()) {
            writer.bytes(FrameType.ECHO, 0, pattern.cell(sent / CELL));
            sent += CELL;
            writer.flush();
        }
    }

    private void offer() throws Port17Exception {
        writer.bytes(FrameType.OFFER, 0, layers.hop(0).offer(suite, random));
        writer.flush();
    }

    private void send(Frame frame) {
        layers.wrap(frame, 0);
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
                frames(cell);
            } finally {
                if (cell.frame() != frame) {
                    links.frames().release(cell.frame());
                }
            }
            if (!over) {
                step();
                if (second >= 0) {
                    pump();
                }
            }
        } catch (Port17Exception e) {
            fail(e);
        }
    }

    private void frames(ClientLayers.Unwrapped cell) throws Port17Exception {
        reader.start(cell.frame().array(), cell.bodyOffset(), cell.bodySize());
        boolean answered = false;
        while (!over && reader.next()) {
            if (reader.stream() != 0) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a stream's frame on a measuring");
            }
            switch (reader.type()) {
                case ANSWER -> {
                    layers.hop(0).accept(reader.bytes());
                    layers.hop(0).switchOpening();
                    layers.switchNext(0);
                    answered = true;
                }
                case CARRIED -> carried();
                case ECHO -> echo();
                default -> throw new Port17Exception(ErrorKind.PROTOCOL, "a frame that does not belong to a measuring");
            }
        }
        if (!over && answered != cell.last()) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "an epoch switch without an answer");
        }
    }

    private void carried() throws Port17Exception {
        long said = java.nio.ByteBuffer.wrap(reader.bytes(Long.BYTES)).getLong();
        if (said < 0 || ++reports > 2 * org.port17.netmap.format.MeasureWarrant.MOST_SECONDS) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a node says impossible things of its clients");
        }
        if (!ready) {
            ready = true;
            round.ready(this);
        } else {
            tally.claimed(second, said);
        }
    }

    private void echo() throws Port17Exception {
        if (back >= sent || reader.length() != Pattern.BYTES) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a node sends back more than it was sent");
        }
        boolean looked = random.nextInt(ONE_IN) == 0;
        if (looked && !pattern.is(back / CELL, reader.array(), reader.offset())) {
            throw new Port17Exception(ErrorKind.TAMPERED, "a node sends back what it was not sent");
        }
        back += CELL;
        ahead = Math.min(MOST_AHEAD, ahead + CELL);
        silent = 0;
        inSecond += CELL;
        tally.echoed(second, CELL);
    }

    private void step() throws Port17Exception {
        if (clock.newSecond(loop.nanos())) {
            age.second();
        }
        if (age.offerDue() && layers.hop(0).mayOffer()) {
            offer();
        }
    }

    @Override
    public void buildFailed(BuildFailure why) {
        end();
        round.failed(this, why.kind());
    }

    @Override
    public void destroyed(Port17Exception reason) {
        end();
        round.failed(this, ErrorKind.CIRCUIT_BROKEN);
    }

    private void fail(Port17Exception reason) {
        if (!over) {
            end();
            round.failed(this, reason.kind());
        }
    }

    /** Idempotent. Tells nobody but the node. */
    void end() {
        if (over) {
            return;
        }
        over = true;
        if (timer != null) {
            timer.cancel();
        }
        lane.destroy();
        writer.close();
        loop.execute(layers::close); // it may be in use further up this call
        // Else the node would keep the circuit for the link to come back.
        loop.schedule(own::close, LAST_WORDS);
    }
}
