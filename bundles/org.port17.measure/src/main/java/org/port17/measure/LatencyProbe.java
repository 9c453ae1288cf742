package org.port17.measure;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.FrameType;
import org.port17.onion.ClientLayers;
import org.port17.plugins.Plugins;
import org.port17.spi.measure.MeasureTarget;

/**
 * Times key steps of the two hops of a circuit, in turn: what the second takes longer than the first is the way between them, since
 * both do the same for a step. Ends after {@link #STEPS} of each, at the first thing that is wrong, or when {@link #TIME} is over. On the loop.
 */
final class LatencyProbe implements OwnCircuit.User {
    /** The first of them wait for links to be made; the least counts. */
    private static final int STEPS = 6;

    private static final Duration TIME = Duration.ofSeconds(20);
    /** Between an answer and the next offer, so that nothing of before is in its way. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double ERROR_MILLIS = 1;
    private final Loop loop;
    private final BodyReader reader = new BodyReader();
    private final CompletableFuture<OptionalDouble> answer;
    private final OwnCircuit circuit;
    private final Loop.Timer limit;
    private final long[] least = {Long.MAX_VALUE, Long.MAX_VALUE};
    private Loop.Timer pause;
    private int turn;
    private long asked;

    /** Sends BUILD and the first offer. @throws Port17Exception if it cannot even be tried */
    LatencyProbe(
            List<MeasureTarget> route,
            Loop loop,
            Plugins plugins,
            SecureRandom random,
            CompletableFuture<OptionalDouble> answer)
            throws Port17Exception {
        this.loop = loop;
        this.answer = answer;
        this.circuit = new OwnCircuit(route, loop, plugins, random, nothing -> {}, this);
        this.limit = loop.schedule(() -> circuit.fail(ErrorKind.TIMEOUT), TIME);
        offer();
    }

    /** Both hops are asked in turn. */
    private void offer() {
        try {
            circuit.offer(turn % 2);
            asked = loop.nanos();
        } catch (Port17Exception e) {
            circuit.fail(e.kind());
        }
    }

    @Override
    public void cell(ClientLayers.Unwrapped cell) throws Port17Exception {
        long nanos = loop.nanos() - asked;
        int hop = turn % 2;
        reader.start(cell.frame().array(), cell.bodyOffset(), cell.bodySize());
        if (cell.origin() != hop || !cell.last() || !reader.next() || reader.type() != FrameType.ANSWER) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a frame that does not belong to a measuring");
        }
        circuit.answered(hop, reader.bytes());
        least[hop] = Math.min(least[hop], nanos);
        if (++turn == 2 * STEPS) {
            double millis = (least[1] - least[0]) / NANOS_PER_MILLI;
            circuit.end();
            // The second cannot be nearer than the first, which is on the way to it.
            done(millis < -ERROR_MILLIS ? OptionalDouble.empty() : OptionalDouble.of(Math.max(0, millis)));
        } else {
            circuit.writer().emptyCell(); // carries the switch
            pause = loop.schedule(this::offer, PAUSE);
        }
    }

    @Override
    public void broken(ErrorKind why) {
        done(OptionalDouble.empty());
    }

    private void done(OptionalDouble millis) {
        limit.cancel();
        if (pause != null) {
            pause.cancel();
        }
        answer.complete(millis);
    }
}
