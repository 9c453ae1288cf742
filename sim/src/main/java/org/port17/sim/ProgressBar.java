package org.port17.sim;

import java.io.PrintStream;
import java.util.Locale;

/** How far the run is, for a person: one line that is written over on a terminal, else a line for each twentieth. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final int LINES = 20;

    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private double whole;
    private double done;
    private int lines;

    ProgressBar(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Adds work to be done, in any unit that {@link #step} uses too. */
    synchronized void expect(double work) {
        whole += work;
    }

    /** @param what was just finished */
    synchronized void step(double work, String what) {
        done += work;
        double part = whole > 0 ? Math.min(1, done / whole) : 1;
        if (terminal) {
            int full = (int) (part * WIDTH);
            out.printf(Locale.ROOT, "\r\033[K%s", line(part, "#".repeat(full) + "-".repeat(WIDTH - full), what));
        } else if ((int) (part * LINES) > lines) {
            lines = (int) (part * LINES);
            out.println(line(part, "", what));
        }
        out.flush();
    }

    /** Clears the line. */
    synchronized void end() {
        if (terminal) {
            out.print("\r\033[K");
            out.flush();
        }
    }

    private String line(double part, String bar, String what) {
        double seconds = (System.nanoTime() - start) / 1e9;
        String shown = bar.isEmpty() ? "" : " [" + bar + "]";
        return String.format(Locale.ROOT, "%6.1f s %s %3.0f %%  %s", seconds, shown, part * 100, what);
    }
}
