package org.port17.circuit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;

/** When a circuit's hops step. A circuit whose steps fail ends. On the loop. */
final class StepSchedule {
    /**
     * How long offers wait. Right behind the first bytes, their key agreements would hold up the BUILD at every node it
     * passes, and a fresh connection's first flight would exceed what TCP sends unacknowledged. As long as that connection is
     * only being made they wait on: made just then, they would hold up that first flight.
     */
    private static final Duration OFFER_DELAY = Duration.ofMillis(20);

    /** On a slow line that others use they would stand before what somebody waits for, three times as long as a request. */
    private static final Duration BUSY_DELAY = Duration.ofMillis(100);

    /** For how long they may. */
    private static final long BUSY_MOST = Duration.ofSeconds(10).toNanos();

    private static final Duration SWITCH_DELAY = Duration.ofSeconds(1);

    /** How often a busy circuit looks whether a step is due. */
    private static final long LOOK = Duration.ofMillis(20).toNanos();

    /** And at the latest after so many cells: far fewer than lie between the offer and the end of an epoch. */
    private static final int LOOK_CELLS = 1024;

    private final Loop loop;
    private final HopSteps steps;
    private final Runnable carry;
    private final Consumer<Port17Exception> failed;
    private final BooleanSupplier leaving;
    private final BooleanSupplier waits;
    private final long built;
    private Loop.Timer offering;
    private Loop.Timer carrier;
    private boolean stopped;
    private long switching;
    private long looked;
    private int passed;

    /** Something about epochs and suites. */
    interface Action {
        void run() throws Port17Exception;
    }

    /**
     * The BUILD leaves as soon as its link stands.
     *
     * @param leaving whether it has left
     * @param waits whether what nobody waits for should wait for a line that is busy
     * @param carry sends an empty cell if a switch still waits for one
     */
    StepSchedule(
            Loop loop,
            HopSteps steps,
            BooleanSupplier leaving,
            BooleanSupplier waits,
            Runnable carry,
            Consumer<Port17Exception> failed) {
        this.loop = loop;
        this.steps = steps;
        this.leaving = leaving;
        this.waits = waits;
        this.built = loop.nanos();
        this.carry = carry;
        this.failed = failed;
        offerIn(OFFER_DELAY);
    }

    private void offerIn(Duration delay) {
        offering = loop.schedule(this::offer, delay);
    }

    private void offer() {
        if (!leaving.getAsBoolean()) {
            offerIn(OFFER_DELAY);
        } else if (waits.getAsBoolean() && loop.nanos() - built < BUSY_MOST) {
            offerIn(BUSY_DELAY);
        } else {
            run(steps::begin);
        }
    }

    void run(Action action) {
        if (stopped) {
            return;
        }
        try {
            action.run();
        } catch (Port17Exception e) {
            failed.accept(e);
        }
    }

    /** A cell passed. Looks now and then whether a step is due; not inside a write, for what is due may write itself. */
    void traffic() {
        long now = loop.nanos();
        if (now - looked >= LOOK || ++passed >= LOOK_CELLS) {
            looked = now;
            passed = 0;
            loop.execute(() -> run(() -> steps.traffic(now)));
        }
    }

    /** A switch waits for a cell to carry it; if none leaves soon, an empty one does. */
    void switchDue() {
        if (carrier == null) {
            switching = loop.nanos();
            carrier = loop.schedule(this::carryNow, SWITCH_DELAY);
        }
    }

    private void carryNow() {
        if (waits.getAsBoolean() && loop.nanos() - switching < BUSY_MOST) {
            carrier = loop.schedule(this::carryNow, BUSY_DELAY);
        } else {
            carry();
        }
    }

    void carry() {
        cancelCarrier();
        if (!stopped) {
            carry.run();
        }
    }

    void stop() {
        stopped = true;
        offering.cancel();
        cancelCarrier();
    }

    private void cancelCarrier() {
        if (carrier != null) {
            carrier.cancel();
            carrier = null;
        }
    }
}
