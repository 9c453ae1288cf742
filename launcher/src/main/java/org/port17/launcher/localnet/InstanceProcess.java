package org.port17.launcher.localnet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** A process for each instance. */
    static Starter of(NetLayout layout, Tuning tuning) {
        return new Starter() {
            @Override
            public ProcessRef start(Instance instance) throws IOException, InterruptedException {
                return InstanceProcess.start(layout, layout.output(instance.name()), command(layout, instance, tuning));
            }

            @Override
            public boolean again() {
                return true;
            }
        };
    }

    /** What every JVM of a network begins with; to be run in {@link NetLayout#home}. */
    static List<String> java() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@bin/instance.args",
                // Two compiler threads on every JVM of a small machine only get into each other's way at the start.
                "-XX:CICompilerCount=2"));
    }

    /** The system properties that make a Karaf an instance. */
    static Map<String, String> properties(NetLayout layout, Instance instance) {
        String name = instance.name();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("karaf.home", layout.home().toString());
        properties.put("karaf.base", layout.instance(name).toString());
        properties.put("karaf.data", layout.data(name).toString());
        properties.put("karaf.etc", layout.etc(name).toString());
        properties.put("karaf.log", layout.data(name).resolve("log").toString());
        properties.put("java.io.tmpdir", layout.data(name).resolve("tmp").toString());
        properties.put(
                "java.util.logging.config.file",
                layout.etc(name).resolve("java.util.logging.properties").toString());
        properties.put("port17.features", String.join(",", instance.features()));
        properties.put("port17.ssh.port", Integer.toString(instance.ports().ssh()));
        return properties;
    }

    private static List<String> command(NetLayout layout, Instance instance, Tuning tuning) {
        List<String> command = java();
        if (!instance.isClient()) {
            command.addAll(tuning.java());
        }
        properties(layout, instance).forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("org.apache.karaf.main.Main");
        return command;
    }

    /** @throws IOException if it cannot be started at all; whether it lives on is the caller's to see */
    static ProcessRef start(NetLayout layout, Path output, List<String> java) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", DETACH, "bash"));
        command.add(layout.home().toString());
        command.add(output.toString());
        command.addAll(java);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // Options meant for the launcher's own JVM or a build must not leak into a node.
        builder.environment().keySet().removeIf(key -> key.startsWith("KARAF_") || key.endsWith("JAVA_OPTIONS"));
        Process starter = builder.start();
        starter.getOutputStream().close();
        String pid = new String(starter.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (!starter.waitFor(10, TimeUnit.SECONDS) || !pid.matches("[0-9]{1,9}")) {
            starter.destroyForcibly();
            throw new IOException("bash did not start the process that writes to " + output);
        }
        return ProcessRef.of(Long.parseLong(pid));
    }
}
