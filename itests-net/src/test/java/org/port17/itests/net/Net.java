package org.port17.itests.net;

import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.json.JsonException;
import org.port17.launcher.json.JsonReader;
import org.port17.launcher.localnet.ConsoleClient;
import org.port17.launcher.localnet.Distribution;
import org.port17.launcher.localnet.Instance;
import org.port17.launcher.localnet.Localnet;
import org.port17.launcher.localnet.NetLayout;
import org.port17.launcher.localnet.NetRecord;
import org.port17.launcher.localnet.NetRequest;
import org.port17.launcher.localnet.Ports;
import org.port17.launcher.localnet.ProcessRef;

/** A running local network of six nodes and a client, whose processes can be killed and started again. */
final class Net implements AutoCloseable {
    static final String CLIENT = "client";

    private static final int NODES = 6;
    private static final int ORIGINS = 16;
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final Duration ENDING = Duration.ofSeconds(20);

    private final Localnet localnet;
    private final NetRecord record;
    private final ConsoleClient console;
    private final List<Integer> origins;
    private final Map<String, ProcessRef> processes = new HashMap<>();
    private int nextOrigin;

    private Net(Localnet localnet, NetRecord record, List<Integer> origins) throws LaunchException {
        this.localnet = localnet;
        this.record = record;
        this.origins = origins;
        this.console = new ConsoleClient(localnet.layout(), "admin");
        for (NetRecord.Member member : record.members()) {
            processes.put(member.instance().name(), member.process());
        }
    }

    /** Returns when everything is ready. */
    static Net up(String name) throws LaunchException, InterruptedException {
        Path dir = Path.of(System.getProperty("work"), name);
        List<Integer> ports = new Ports(new Random()).next(ORIGINS);
        List<HostPort> allow = new ArrayList<>();
        for (int port : ports) {
            allow.add(new HostPort("127.0.0.1", port));
            allow.add(new HostPort("::1", port));
            // A name on top of the addresses would be no test of the name.
        }
        Localnet localnet = new Localnet(dir, new Progress(System.out, System.currentTimeMillis()));
        NetRequest request = new NetRequest(dir, NODES, Optional.empty(), Optional.empty(), allow, "tcp", false);
        NetRecord record = localnet.up(request, new Distribution(Path.of(System.getProperty("port17.distribution"))));
        return new Net(localnet, record, ports);
    }

    /** A port of this machine that exits may open, on 127.0.0.1 and on ::1. Each call gives another one. */
    synchronized int originPort() {
        return origins.get(nextOrigin++ % origins.size());
    }

    /** Free ports of this machine that exits may not open. */
    List<Integer> forbiddenPorts(int count) throws LaunchException {
        Ports ports = new Ports(new Random());
        ports.leave(origins);
        return ports.next(count);
    }

    InetSocketAddress socks() {
        return address(record.socks());
    }

    InetSocketAddress http() {
        return address(record.http());
    }

    /** Who signs it, in hexadecimal. */
    String authorityKey() throws IOException {
        Properties config = new Properties();
        try (Reader file = Files.newBufferedReader(layout().etc(CLIENT).resolve("org.port17.netmap.cfg"))) {
            config.load(file);
        }
        return config.getProperty("authority.key");
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Base address of the authority. */
    String authority() {
        return record.authority();
    }

    NetLayout layout() {
        return localnet.layout();
    }

    Instance instance(String name) {
        return record.member(name).orElseThrow().instance();
    }

    List<String> names() {
        return record.members().stream().map(m -> m.instance().name()).toList();
    }

    /** What a console command prints; it must succeed. */
    String ask(String name, String command) throws IOException {
        ConsoleClient.Answer answer = console.ask(instance(name), command, COMMAND);
        if (answer.exitCode() != 0) {
            throw new IOException(name + ": " + command + " failed: " + answer.output());
        }
        return answer.output();
    }

    /** The list in the answer of a {@code port17:} command, by its own name. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> list(String name, String what) throws IOException {
        return (List<Map<String, Object>>) object(name, what).get(what);
    }

    Map<String, Object> object(String name, String what) throws IOException {
        try {
            return JsonReader.object(ask(name, "port17:" + what + " --json").strip());
        } catch (JsonException e) {
            throw new IOException(name + ": port17:" + what + " is no JSON", e);
        }
    }

    /** The client's stream to an origin of this test. */
    Optional<Map<String, Object>> streamTo(int port) throws IOException {
        return list(CLIENT, "streams").stream()
                .filter(s -> String.valueOf(s.get("destination")).endsWith(":" + port))
                .findFirst();
    }

    Map<String, Object> circuit(long id) throws IOException {
        return list(CLIENT, "circuits").stream()
                .filter(c -> c.get("id").equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("circuit " + id + " is gone"));
    }

    /** Names of the nodes that a stream runs through, in order. */
    List<String> route(int port) throws Exception {
        Map<String, Object> stream = Await.value("the stream", () -> streamTo(port), Optional::isPresent)
                .orElseThrow();
        return hops(circuit((Long) stream.get("circuit"))).stream()
                .map(h -> (String) h.get("name"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> hops(Map<String, Object> circuit) {
        return (List<Map<String, Object>>) circuit.get("hops");
    }

    String log(String name) throws IOException {
        return Files.readString(layout().log(name));
    }

    long pid(String name) {
        return processes.get(name).pid();
    }

    /** SIGKILL. Returns what {@link #start} needs to start the same process again. */
    Killed kill(String name) throws Exception {
        ProcessRef process = processes.get(name);
        // Read while it lives; the working directory is part of how it is started.
        List<String> command = new ArrayList<>();
        try (Stream<String> words = Stream.of(
                Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).split("\0"))) {
            words.forEach(command::add);
        }
        Killed killed = new Killed(name, command);
        process.kill();
        if (!ends(process)) {
            throw new AssertionError(name + " lives on after SIGKILL");
        }
        return killed;
    }

    /** A process that nobody has taken note of yet (a zombie) has ended; ProcessHandle would still call it alive. */
    private static boolean ends(ProcessRef process) {
        long limit = System.nanoTime() + ENDING.toNanos();
        while (process.isAlive() && System.nanoTime() < limit) {
            LockSupport.parkNanos(10_000_000);
        }
        return !process.isAlive();
    }

    /** A process that was killed, and its command line. */
    record Killed(String name, List<String> command) {}

    /** Starts a killed process again and waits until it is ready. */
    void start(Killed killed, String... jvmOptions) throws Exception {
        List<String> command = new ArrayList<>(killed.command());
        command.addAll(command.size() - 1, List.of(jvmOptions));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(layout().dir().resolve("home").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        layout().instance(killed.name()).resolve("output.log").toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("KARAF_") || key.endsWith("JAVA_OPTIONS"));
        Process process = builder.start();
        process.getOutputStream().close();
        processes.put(killed.name(), ProcessRef.of(process.pid()));
        ready(killed.name());
    }

    /** Waits until a node calls itself ready. */
    void ready(String name) throws Exception {
        Await.value("the readiness of " + name, Duration.ofSeconds(180), () -> status(name), this::isReady, () -> "");
    }

    private boolean isReady(Map<String, Object> status) {
        return Boolean.TRUE.equals(status.get("ready"));
    }

    private Map<String, Object> status(String name) {
        if (!processes.get(name).isAlive()) {
            throw new AssertionError(name + " ended, see " + layout().instance(name));
        }
        try {
            return object(name, "status");
        } catch (IOException e) {
            // Its console opens, and gets its commands, some time during the start.
            return Map.of("waiting", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() throws Exception {
        console.close();
        processes.values().forEach(ProcessRef::terminate);
        for (ProcessRef process : processes.values()) {
            if (!ends(process)) {
                process.kill();
            }
        }
        localnet.keepLogs(layout().dir().resolveSibling("logs"));
        localnet.down();
    }
}
