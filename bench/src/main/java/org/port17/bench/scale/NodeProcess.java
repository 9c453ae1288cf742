package org.port17.bench.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.localnet.Instance;
import org.port17.launcher.localnet.NetRecord;

/** One node under measurement: its process, and what its virtual machine says of itself. */
final class NodeProcess {
    private static final Pattern USED = Pattern.compile("used (\\d+)([KM])|(\\d+)([KM]) used");
    private static final long KB = 1024;

    private final NetRecord.Member member;
    private final Path pauses;

    /** @param folder where the nodes write their logs of pauses, see {@link #options} */
    NodeProcess(NetRecord.Member member, Path folder) {
        this.member = member;
        this.pauses = folder.resolve("pauses-" + member.process().pid() + ".log");
    }

    /** What the node's virtual machine needs beside what ships: others may attach, and it logs every pause. */
    static List<String> options(Path folder) {
        return List.of(
                "-XX:-DisableAttachMechanism",
                "-Xlog:safepoint,gc:file=" + folder.resolve("pauses-%p.log") + ":uptime:filecount=0");
    }

    String name() {
        return member.instance().name();
    }

    Instance instance() {
        return member.instance();
    }

    Path pauses() {
        return pauses;
    }

    boolean isAlive() {
        return member.process().isAlive();
    }

    Duration cpu() {
        return member.process().cpu();
    }

    /** Bytes of the process that are in memory. */
    long rss() throws LaunchException {
        try {
            for (String line : Files.readAllLines(
                    Path.of("/proc", Long.toString(member.process().pid()), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * KB;
                }
            }
            throw new IOException("no VmRSS");
        } catch (IOException e) {
            throw LaunchException.failed(name() + " is gone, or this is no Linux: its memory cannot be read", e);
        }
    }

    /** Bytes that live on its heap, after two collections of all of it. */
    long heap() throws LaunchException, InterruptedException {
        jcmd("GC.run");
        jcmd("GC.run");
        String info = jcmd("GC.heap_info");
        long used = used(info);
        if (used == 0) {
            throw LaunchException.failed("jcmd GC.heap_info says nothing that is known of " + name() + ": " + info);
        }
        return used;
    }

    /** Bytes in use of what GC.heap_info prints, by whichever collector. */
    static long used(String info) {
        long sum = 0;
        for (String line : info.lines().filter(l -> !l.contains("space")).toList()) {
            Matcher found = USED.matcher(line);
            if (found.find()) {
                int group = found.group(1) == null ? 3 : 1;
                sum += Long.parseLong(found.group(group))
                        * (found.group(group + 1).equals("M") ? KB * KB : KB);
            }
        }
        return sum;
    }

    String jcmd(String... words) throws LaunchException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(member.process().pid()));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(said.strip());
            }
            return said;
        } catch (IOException e) {
            throw LaunchException.failed("jcmd cannot ask " + name() + " (" + e.getMessage() + ")", e);
        }
    }
}
