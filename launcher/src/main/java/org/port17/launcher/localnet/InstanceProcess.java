package org.port17.launcher.localnet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the JVM of an instance so that it outlives the launcher, its terminal and a Ctrl-C in it. */
final class InstanceProcess {
    /**
     * Job control gives the child a process group of its own, which a terminal's Ctrl-C does not reach; an ignored
     * SIGHUP stays ignored in it. (setsid would do both, but is not on every system.)
     */
    private static final String DETACH = "set -m; trap '' HUP; cd \"$1\" || exit 1; out=$2; shift 2; "
            + "\"$@\" </dev/null >>\"$out\" 2>&1 & echo $!";

    private InstanceProcess() {}

    /** The command line of an instance; to be run in {@link NetLayout#home}. */
    static List<String> command(NetLayout layout, Instance instance) {
        String name = instance.name();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@bin/instance.args");
        // Two compiler threads on every JVM of a small machine only get into each other's way at the start.
        command.add("-XX:CICompilerCount=2");
        command.add("-Dkaraf.home=" + layout.home());
        command.add("-Dkaraf.base=" + layout.instance(name));
        command.add("-Dkaraf.data=" + layout.data(name));
        command.add("-Dkaraf.etc=" + layout.etc(name));
        command.add("-Dkaraf.log=" + layout.data(name).resolve("log"));
        command.add("-Djava.io.tmpdir=" + layout.data(name).resolve("tmp"));
        command.add("-Djava.util.logging.config.file=" + layout.etc(name).resolve("java.util.logging.properties"));
        command.add("-Dport17.features=" + String.join(",", instance.features()));
        command.add("-Dport17.ssh.port=" + instance.ports().ssh());
        command.add("org.apache.karaf.main.Main");
        return command;
    }

    /** @throws IOException if it cannot be started at all; whether it lives on is the caller's to see */
    static ProcessRef start(NetLayout layout, Instance instance) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", DETACH, "bash"));
        command.add(layout.home().toString());
        command.add(layout.output(instance.name()).toString());
        command.addAll(command(layout, instance));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // Options meant for the launcher's own JVM or a build must not leak into a node.
        builder.environment().keySet().removeIf(key -> key.startsWith("KARAF_") || key.endsWith("JAVA_OPTIONS"));
        Process starter = builder.start();
        starter.getOutputStream().close();
        String pid = new String(starter.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (!starter.waitFor(10, TimeUnit.SECONDS) || !pid.matches("[0-9]{1,9}")) {
            starter.destroyForcibly();
            throw new IOException("bash did not start the process of " + instance.name());
        }
        return ProcessRef.of(Long.parseLong(pid));
    }
}
