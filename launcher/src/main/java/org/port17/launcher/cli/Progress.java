package org.port17.launcher.cli;

import java.io.PrintStream;
import java.util.Locale;

/** Lines for a person, each behind the seconds since the start. Never on the stream that carries a result. */
public final class Progress {
    private final PrintStream out;
    private final long start;

    /** @param sinceMillis wall clock at which the whole command began */
    public Progress(PrintStream out, long sinceMillis) {
        this.out = out;
        this.start = System.nanoTime() - Math.max(0, System.currentTimeMillis() - sinceMillis) * 1_000_000;
    }

    public synchronized void step(String text) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - start) / 1e9, text);
        out.flush();
    }
}
