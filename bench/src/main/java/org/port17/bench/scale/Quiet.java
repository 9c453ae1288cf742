package org.port17.bench.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The lab's lock: one measurement on this machine at a time ({@code BENCH_CPU_LOCK}, or {@code cpu.lock} in the temporary
 * folder). Where the system has no flock(1) nothing is locked.
 */
final class Quiet implements AutoCloseable {
    private final Process holder;

    private Quiet(Process holder) {
        this.holder = holder;
    }

    /** Waits until it is this process's turn. */
    static Quiet take() {
        String file = System.getenv("BENCH_CPU_LOCK");
        Path lock = file == null ? Path.of(System.getProperty("java.io.tmpdir"), "cpu.lock") : Path.of(file);
        try {
            // It says a word when it has the lock, and lets it go when nobody writes to it any more.
            Process holder = new ProcessBuilder(List.of("flock", lock.toString(), "sh", "-c", "echo; cat"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (holder.getInputStream().read() < 0) {
                throw new IOException("no lock");
            }
            return new Quiet(holder);
        } catch (IOException e) {
            return new Quiet(null);
        }
    }

    @Override
    public void close() {
        if (holder != null) {
            holder.destroy();
        }
    }
}
