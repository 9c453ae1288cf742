package org.port17.launcher.localnet;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.port17.launcher.compact.CompactNet;

/** Starts one JVM for all instances of a network. */
final class CompactProcess implements Starter {
    private static final int HEAP_MIB = 192;
    private static final int HEAP_MIB_EACH = 96;
    private static final int METASPACE_MIB_EACH = 128;

    private final NetLayout layout;
    private final List<Instance> instances;
    private ProcessRef process;

    CompactProcess(NetLayout layout, List<Instance> instances) {
        this.layout = layout;
        this.instances = instances;
    }

    @Override
    public ProcessRef start(Instance instance) throws IOException, InterruptedException {
        if (process == null) {
            process =
                    InstanceProcess.start(layout, layout.output(instances.get(0).name()), command());
        }
        return process;
    }

    @Override
    public boolean again() {
        return false;
    }

    private List<String> command() throws IOException {
        List<String> command = InstanceProcess.java();
        int count = instances.size();
        command.add("-Xmx" + (HEAP_MIB + HEAP_MIB_EACH * count) + "m");
        command.add("-XX:MaxMetaspaceSize=" + METASPACE_MIB_EACH * count + "m");
        command.add("-XX:ReservedCodeCacheSize=240m");
        command.add("-classpath");
        command.add(String.join(
                File.pathSeparator,
                code().toString(),
                "lib/boot/*",
                "lib/jdk9plus/*",
                framework().toString()));
        command.add(CompactNet.class.getName());
        for (Instance instance : instances) {
            command.add(properties(instance).toString());
        }
        return command;
    }

    private Path properties(Instance instance) throws IOException {
        Properties properties = new Properties();
        properties.putAll(InstanceProcess.properties(layout, instance));
        Path file = layout.instance(instance.name()).resolve("system.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        return file;
    }

    private Path framework() throws IOException {
        Path versions = layout.home().resolve("system/org/apache/felix/org.apache.felix.framework");
        try (Stream<Path> files =
                Files.find(versions, 2, (path, attributes) -> path.toString().endsWith(".jar"))) {
            return files.findFirst().orElseThrow(() -> new IOException("the distribution has no framework"));
        }
    }

    /** A copy, so that a rebuild does not pull the classes from under a running network. */
    private Path code() throws IOException {
        Path copy = layout.home().resolve("lib/compact");
        try {
            Path code = Path.of(CompactNet.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(code)) {
                PrivateFolder.copy(code, copy);
                return copy;
            }
            Path jar = copy.resolveSibling("compact.jar");
            Files.copy(code, jar);
            return jar;
        } catch (URISyntaxException e) {
            throw new IOException("the launcher does not lie in a file", e);
        }
    }
}
