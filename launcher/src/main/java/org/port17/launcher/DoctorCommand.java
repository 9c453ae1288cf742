package org.port17.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;
import org.port17.launcher.localnet.Ports;

/** {@code doctor}: what this machine lacks for building and running, if anything. */
final class DoctorCommand implements Command {
    private static final long MIB = 1 << 20;
    private static final long DISK_MIB = 2048;
    private static final long MEMORY_MIB = 2560;
    private static final int JDK_FIRST = 17;
    private static final int JDK_LAST = 21;
    private boolean well = true;

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String usage() {
        return "doctor";
    }

    @Override
    public String description() {
        return "Checks the JDK, Maven, ports, disk and memory. Ends with 0 if nothing is missing.";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int run(Arguments arguments) throws LaunchException, InterruptedException {
        if (!arguments.words().isEmpty()) {
            throw NetOptions.noWords(arguments);
        }
        int jdk = Runtime.version().feature();
        check(
                "JDK",
                jdk >= JDK_FIRST && jdk <= JDK_LAST,
                Runtime.version() + " in " + System.getProperty("java.home"),
                "install a JDK from 17 to 21");
        check("Maven", maven(), "found", "install Maven 3.8 or newer; only needed to build");
        check("bash", starts("bash", "-c", "set -m"), "job control works", "install bash");
        ports();
        disk("project", Path.of(System.getProperty("port17.root", "")));
        disk("temporary files", Path.of(System.getProperty("java.io.tmpdir")));
        memory();
        int processors = Runtime.getRuntime().availableProcessors();
        check("processors", true, Integer.toString(processors), "");
        check(
                "proc",
                Files.isReadable(Path.of("/proc/net/tcp")),
                "readable",
                "the demo proves its route by /proc: use Linux");
        return well ? 0 : LaunchException.FAILED;
    }

    private void check(String what, boolean ok, String found, String advice) {
        System.out.printf(Locale.ROOT, "%-8s %-16s %s%n", ok ? "ok" : "MISSING", what, ok ? found : advice);
        well &= ok;
    }

    private void ports() {
        try {
            check("ports", new Ports(new Random()).next(30).size() == 30, "30 free ones on 127.0.0.1", "");
        } catch (LaunchException e) {
            check("ports", false, "", e.getMessage());
        }
    }

    private void disk(String what, Path folder) {
        try {
            long free = Files.getFileStore(folder.toAbsolutePath()).getUsableSpace() / MIB;
            check(
                    "disk",
                    free >= DISK_MIB,
                    free + " MiB free for " + what,
                    "make " + DISK_MIB + " MiB of room for " + what);
        } catch (IOException e) {
            check("disk", false, "", "the folder for " + what + " cannot be read");
        }
    }

    /** What the system could give now, as Linux counts it; elsewhere it is not checked. */
    private void memory() {
        Path file = Path.of("/proc/meminfo");
        try {
            if (Files.isReadable(file)) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("MemAvailable:")) {
                        long free = Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
                        check(
                                "memory",
                                free >= MEMORY_MIB,
                                free + " MiB free",
                                "close programs: a network of six takes 2.5 GiB");
                    }
                }
            }
        } catch (IOException e) {
            check("memory", false, "", "how much is free cannot be read");
        }
    }

    private static boolean maven() throws InterruptedException {
        return starts("mvn", "-version");
    }

    private static boolean starts(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
