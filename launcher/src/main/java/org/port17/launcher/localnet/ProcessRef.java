package org.port17.launcher.localnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.port17.launcher.cli.LaunchException;

/**
 * A process that may have ended long ago: its number alone says nothing, since the system gives numbers again.
 *
 * @param pid its number
 * @param started what the system says about its start; the same number with another start is another process
 */
public record ProcessRef(long pid, String started) {
    /** The process that has this number now; one that has ended has an empty start and is not alive. */
    public static ProcessRef of(long pid) {
        return new ProcessRef(pid, startOf(pid));
    }

    public boolean isAlive() {
        return !started.isEmpty() && started.equals(startOf(pid));
    }

    /** Asks it to end (SIGTERM); nothing happens if it is not alive. */
    public void terminate() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    /** Ends it (SIGKILL); nothing happens if it is not alive. */
    public void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /**
     * Stops it (SIGSTOP): it neither answers nor ends until it is killed. Nothing happens if it is not alive.
     *
     * @throws LaunchException if the system has no such signal
     */
    public void pause() throws LaunchException, InterruptedException {
        if (!isAlive()) {
            return;
        }
        try {
            int code = new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw LaunchException.failed("a process could not be stopped");
            }
        } catch (IOException e) {
            throw LaunchException.failed("a process could not be stopped: there is no command 'kill'", e);
        }
    }

    /** Processor time that it has used; zero if it is not alive or the system does not tell. */
    public Duration cpu() {
        return handle().flatMap(h -> h.info().totalCpuDuration()).orElse(Duration.ZERO);
    }

    private Optional<ProcessHandle> handle() {
        return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    private static String startOf(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (Files.isDirectory(Path.of("/proc/self"))) {
            try {
                // The name in parentheses may hold blanks; the state and the start are fields 3 and 22 (proc(5)).
                String text = Files.readString(stat);
                String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
                return fields[0].equals("Z") || fields[0].equals("X") ? "" : fields[19];
            } catch (IOException | RuntimeException e) {
                return "";
            }
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(Object::toString)
                .orElse("");
    }
}
