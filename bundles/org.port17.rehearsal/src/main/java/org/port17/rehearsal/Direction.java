package org.port17.rehearsal;

import java.time.Duration;

/** What a {@link Performance} is told while it plays. */
interface Direction {
    /** Whether it is to go on. */
    boolean goesOn();

    /** Whether somebody waits for its end, so that it takes no rests. */
    boolean promptly();

    /** For so long, or until it is not to go on. */
    void await(Duration time) throws InterruptedException;
}
