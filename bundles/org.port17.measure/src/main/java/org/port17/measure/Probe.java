package org.port17.measure;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.FrameType;
import org.port17.onion.ClientLayers;
import org.port17.plugins.Plugins;
import org.port17.ratchet.EpochAge;
import org.port17.ratchet.TrafficClock;
import org.port17.spi.measure.MeasureTarget;

/**
 * Measures one node over a link and a circuit of one hop of its own: as many cells as it echoes are kept under way, so that its
 * line is full. Bounds: {@link #MOST_AHEAD} bytes under way; what comes that was not asked for ends it. On the loop.
 */
final class Probe implements OwnCircuit.User {
    private static final long FIRST_AHEAD = 512 << 10;
    static final long MOST_AHEAD = 8 << 20;
    private static final int CELL = 16_384;

    /** Of the cells that come back so many are compared with what was sent: which ones, only the measurer knows. */
    private static final int ONE_IN = 4;

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Without an echo for so long it has stalled. */
    static final int PATIENCE_SECONDS = 5;

    private final Round round;
    private final Loop loop;
    private final SecureRandom random;
    private final Pattern pattern;
    private final BodyReader reader = new BodyReader();
    private final TrafficClock clock = new TrafficClock();
    private final Tally tally;
    private final OwnCircuit circuit;
    private final EpochAge age;
    private boolean ready;
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
        this.pattern = new Pattern(random);
        this.tally = new Tally(seconds);
        this.circuit = new OwnCircuit(
                List.of(target),
                loop,
                plugins,
                random,
                writer -> writer.bytes(FrameType.MEASURE, 0, target.warrant()),
                this);
        this.age = new EpochAge(circuit.layers().hop(0));
        try {
            circuit.offer(0);
        } catch (Port17Exception e) {
            circuit.end();
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
            circuit.fail(ErrorKind.TIMEOUT);
        } else {
            timer = loop.schedule(this::nextSecond, SECOND);
        }
    }

    private void pump() {
        while (!circuit.isOver() && sent - back < ahead && circuit.layers().maySeal()) {
            circuit.writer().bytes(FrameType.ECHO, 0, pattern.cell(sent / CELL));
            sent += CELL;
            circuit.writer().flush();
        }
    }

    @Override
    public void cell(ClientLayers.Unwrapped cell) throws Port17Exception {
        frames(cell);
        if (!circuit.isOver()) {
            step();
            if (second >= 0) {
                pump();
            }
        }
    }

    private void frames(ClientLayers.Unwrapped cell) throws Port17Exception {
        reader.start(cell.frame().array(), cell.bodyOffset(), cell.bodySize());
        boolean answered = false;
        while (!circuit.isOver() && reader.next()) {
            if (reader.stream() != 0) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a stream's frame on a measuring");
            }
            switch (reader.type()) {
                case ANSWER -> {
                    circuit.answered(0, reader.bytes());
                    answered = true;
                }
                case CARRIED -> carried();
                case ECHO -> echo();
                default -> throw new Port17Exception(ErrorKind.PROTOCOL, "a frame that does not belong to a measuring");
            }
        }
        if (!circuit.isOver() && answered != cell.last()) {
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
        if (age.offerDue() && circuit.layers().hop(0).mayOffer()) {
            circuit.offer(0);
        }
    }

    @Override
    public void broken(ErrorKind why) {
        stop();
        round.failed(this, why);
    }

    /** Idempotent. Tells nobody but the node. */
    void end() {
        stop();
        circuit.end();
    }

    private void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
