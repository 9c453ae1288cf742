package org.port17.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Karaf in a process of its own, with its own etc and data beside an untouched distribution, driven over SSH as
 * {@code admin} or {@code viewer}. Closing it ends the process.
 */
final class KarafProcess implements AutoCloseable {
    private static final Duration BOOT = Duration.ofSeconds(90);
    /** A session that began while the shell did may never be served; the next one is. */
    private static final Duration ONE_TRY = Duration.ofSeconds(10);

    private final Path base;
    private final int port;
    private final Process process;
    private final LoginKeys keys;
    private String lastAnswer = "the console was not asked";

    private KarafProcess(Path base, int port, LoginKeys keys, ProcessBuilder builder) throws IOException {
        this.base = base;
        this.port = port;
        this.keys = keys;
        builder.redirectErrorStream(true)
                .redirectOutput(base.resolve("data/log/stdout.log").toFile());
        process = builder.start();
    }

    /**
     * The project's distribution, started as its README says.
     *
     * @param settings lines of configuration files, by PID
     */
    static KarafProcess port17(String name, String features, Map<String, List<String>> settings) throws IOException {
        Path home = Path.of(System.getProperty("port17.distribution"));
        Path base = freshBase(name, home);
        for (var setting : settings.entrySet()) {
            Files.write(base.resolve("etc").resolve(setting.getKey() + ".cfg"), setting.getValue());
        }
        LoginKeys keys = new LoginKeys();
        keys.authorize(base.resolve("etc/keys.properties"));
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(java(), "@bin/instance.args"));
        command.add("-Dkaraf.home=" + home);
        command.add("-Dkaraf.base=" + base);
        command.add("-Dkaraf.data=" + base.resolve("data"));
        command.add("-Dkaraf.etc=" + base.resolve("etc"));
        command.add("-Dkaraf.log=" + base.resolve("data/log"));
        command.add("-Djava.io.tmpdir=" + base.resolve("data/tmp"));
        command.add("-Djava.util.logging.config.file=" + base.resolve("etc/java.util.logging.properties"));
        command.add("-Dport17.features=" + features);
        command.add("-Dport17.ssh.port=" + port);
        command.add("org.apache.karaf.main.Main");
        return up(new KarafProcess(base, port, keys, new ProcessBuilder(command).directory(home.toFile())));
    }

    /** An unmodified Apache Karaf; only its configuration names a console port, our key and a Maven repository. */
    static KarafProcess stock(String name) throws IOException {
        Path home = Path.of(System.getProperty("stock.distribution"));
        Path base = freshBase(name, home);
        Path etc = base.resolve("etc");
        LoginKeys keys = new LoginKeys();
        keys.authorize(etc.resolve("keys.properties"));
        int port = freePort();
        set(etc.resolve("org.apache.karaf.shell.cfg"), "sshHost = 127.0.0.1", "sshPort = " + port);
        set(
                etc.resolve("org.apache.karaf.management.cfg"),
                "rmiRegistryPort = " + freePort(),
                "rmiServerPort = " + freePort());
        set(
                etc.resolve("org.ops4j.pax.url.mvn.cfg"),
                "org.ops4j.pax.url.mvn.localRepository = " + base.resolve("m2"),
                "org.ops4j.pax.url.mvn.repositories = file:" + System.getProperty("port17.repository")
                        + "@id=port17@snapshots");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/karaf").toString(), "daemon");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KARAF_BASE", base.toString());
        builder.environment().put("KARAF_DATA", base.resolve("data").toString());
        builder.environment().put("KARAF_ETC", etc.toString());
        builder.environment().put("CHECK_ROOT_INSTANCE_RUNNING", "false");
        return up(new KarafProcess(base, port, keys, builder));
    }

    Console console(String user) {
        return new Console(port, user, keys.of(user));
    }

    /** As {@link #console}, with a key that this Karaf does not know. */
    Console consoleWithKeyOf(String user, LoginKeys others) {
        return new Console(port, user, others.of(user));
    }

    Path etc() {
        return base.resolve("etc");
    }

    String log() {
        Path log = base.resolve("data/log/karaf.log");
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static KarafProcess up(KarafProcess karaf) {
        try {
            Await.until(BOOT, "the console of " + karaf.base, () -> {
                if (!karaf.process.isAlive()) {
                    throw new IllegalStateException("Karaf ended during its boot, see " + karaf.base + "/data/log");
                }
                return karaf.bootDone();
            });
            return karaf;
        } catch (RuntimeException | AssertionError e) {
            karaf.dumpThreads();
            karaf.close();
            throw new AssertionError(e.getMessage() + "; last: " + karaf.lastAnswer, e);
        }
    }

    /** Into its stdout.log: why it does not get ready cannot be asked of it later. */
    private void dumpThreads() {
        if (process.isAlive()) {
            try {
                new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                        .start()
                        .waitFor(5, TimeUnit.SECONDS);
                TimeUnit.SECONDS.sleep(2);
            } catch (IOException e) {
                lastAnswer += "; no thread dump: " + e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The boot features are in, so no bundle moves any more by itself, and the console answers. */
    private boolean bootDone() {
        if (!log().contains("| Done.")) {
            return false;
        }
        try (Console admin = console("admin")) {
            Console.Answer answer = admin.run("bundle:list", ONE_TRY);
            lastAnswer = answer.toString();
            return answer.ok();
        } catch (IOException e) {
            lastAnswer = e.toString();
            return false;
        }
    }

    private static Path freshBase(String name, Path home) throws IOException {
        Path base = Path.of(System.getProperty("work"), name);
        if (Files.exists(base)) {
            delete(base);
        }
        Files.createDirectories(base.resolve("data/tmp"));
        Files.createDirectories(base.resolve("data/log"));
        copy(home.resolve("etc"), base.resolve("etc"));
        return base;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Later lines win in a properties file. */
    private static void set(Path file, String... lines) throws IOException {
        Files.write(file, List.of(lines), StandardOpenOption.APPEND);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
