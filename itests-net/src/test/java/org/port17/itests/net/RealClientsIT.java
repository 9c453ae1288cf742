package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.launcher.localnet.Ports;

/** Programs that people use work through the proxies as they are. */
@ExtendWith(OneNet.class)
class RealClientsIT {
    private static final long SEED = 23;
    private static final long BYTES = 8L << 20;
    private static final int RESOURCES = 50;

    private final Net net;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<HttpServer> servers = new ArrayList<>();

    @TempDir
    Path folder;

    RealClientsIT(Net net) {
        this.net = net;
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "localhost"})
    void curlOverHttp(String host) throws Exception {
        int port = net.originPort();
        serve(OriginPort.whenFree(() -> HttpServer.create(at(host, port), 0)));
        for (List<String> proxy : List.of(socks(), List.of("-p", "-x", http()), List.of("-x", http()))) {
            curl(proxy, "http://" + host + ":" + port + "/file");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "localhost"})
    void curlOverHttps(String host) throws Exception {
        int port = net.originPort();
        HttpsServer server = OriginPort.whenFree(() -> HttpsServer.create(at(host, port), 0));
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        serve(server);
        for (List<String> proxy : List.of(socks(), List.of("-x", http()))) {
            curl(proxy, "https://" + host + ":" + port + "/file");
        }
    }

    @Test
    void gitClone() throws Exception {
        String git = Program.need("git", "git");
        Path work = Files.createDirectory(folder.resolve("work"));
        try (OutputStream out = Files.newOutputStream(work.resolve("file"))) {
            Content.write(SEED, BYTES, out);
        }
        Program.run(work, git, "init", "-q").orFail();
        Program.run(work, git, "add", "file").orFail();
        Program.run(work, git, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "x")
                .orFail();
        String head = Program.run(work, git, "rev-parse", "HEAD").orFail();
        Path bare = folder.resolve("bare.git");
        Program.run(folder, git, "clone", "-q", "--bare", work.toString(), bare.toString())
                .orFail();
        Program.run(bare, git, "update-server-info").orFail();

        HttpServer server = OriginPort.whenFree(() -> HttpServer.create(at("127.0.0.1", net.originPort()), 0));
        server.createContext("/bare.git/", exchange -> file(exchange, folder));
        serve(server);
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/bare.git";
        for (String proxy : List.of("socks5h://" + text(net.socks()), http())) {
            Path clone = folder.resolve("clone" + proxy.length());
            Program.run(folder, git, "-c", "http.proxy=" + proxy, "clone", "-q", url, clone.toString())
                    .orFail();
            assertEquals(head, Program.run(clone, git, "rev-parse", "HEAD").orFail());
            assertEquals("", Program.run(clone, git, "status", "--porcelain").orFail());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "connect"})
    void sshThroughAProxyCommand(String protocol) throws Exception {
        String ssh = Program.need("ssh", "openssh-client");
        String sshd = Program.need("sshd", "openssh-server");
        String keygen = Program.need("ssh-keygen", "openssh-client");
        String nc = Program.need("nc", "netcat-openbsd");
        int port = net.originPort();
        for (String key : List.of("host", "user")) {
            Program.run(folder, keygen, "-q", "-t", "ed25519", "-N", "", "-f", key)
                    .orFail();
        }
        Files.writeString(folder.resolve("sshd_config"), """
                ListenAddress 127.0.0.1
                Port %d
                HostKey %s/host
                AuthorizedKeysFile %s/user.pub
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                PermitRootLogin yes
                PidFile none
                """.formatted(port, folder, folder));
        Path separation = Path.of("/run/sshd");
        if (System.getProperty("user.name").equals("root") && !Files.exists(separation)) {
            // Debian makes it when the service starts, which no test wants.
            Files.createDirectory(
                    separation, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        Path input = folder.resolve("input");
        try (OutputStream out = Files.newOutputStream(input)) {
            Content.write(SEED, BYTES, out);
        }
        Process server = Program.builder(
                        folder,
                        sshd,
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("sshd_config").toString())
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        try {
            Await.until("the SSH server", () -> Ports.isOpen("127.0.0.1", port));
            String proxy = protocol.equals("5") ? text(net.socks()) : text(net.http());
            Program.Result result = Program.run(
                    folder,
                    input.toFile(),
                    ssh,
                    "-q",
                    "-F",
                    "none",
                    "-i",
                    "user",
                    "-o",
                    "StrictHostKeyChecking=no",
                    "-o",
                    "UserKnownHostsFile=/dev/null",
                    "-o",
                    "ProxyCommand=" + nc + " -X " + protocol + " -x " + proxy + " %h %p",
                    "-p",
                    Integer.toString(port),
                    System.getProperty("user.name") + "@127.0.0.1",
                    "sha256sum");
            assertEquals(0, result.code(), () -> result.text() + read(folder.resolve("sshd.log")));
            assertEquals(Content.sha256(SEED, BYTES) + "  -", result.text().strip());
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void chromiumLoadsAPageWithFiftyResources() throws Exception {
        String chromium = Program.need("chromium", "chromium");
        Set<String> asked = ConcurrentHashMap.newKeySet();
        StringBuilder page = new StringBuilder("<!DOCTYPE html><title>0</title><body><script>loaded = 0;</script>\n");
        for (int i = 0; i < RESOURCES; i++) {
            page.append("<script src=\"/resource/").append(i).append("\"></script>\n");
        }
        page.append("<script>document.body.append('loaded=' + loaded + '.');</script>\n");
        HttpServer server = OriginPort.whenFree(() -> HttpServer.create(at("127.0.0.1", net.originPort()), 0));
        server.createContext("/", exchange -> answer(exchange, "text/html", page.toString()));
        server.createContext("/resource/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            answer(exchange, "text/javascript", "loaded++;");
        });
        serve(server);
        Program.Result result = Program.run(
                folder,
                chromium,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--user-data-dir=" + folder.resolve("profile"),
                "--proxy-server=socks5://" + text(net.socks()),
                // Chromium's own exception for loopback is taken away.
                "--proxy-bypass-list=<-loopback>",
                "--timeout=120000",
                "--dump-dom",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/");
        assertTrue(result.text().contains("loaded=" + RESOURCES + "."), result.text());
        assertEquals(RESOURCES, asked.size());
    }

    private void curl(List<String> proxy, String url) throws Exception {
        String curl = Program.need("curl", "curl");
        Path file = folder.resolve("download");
        List<String> command = new ArrayList<>(List.of(curl, "-sS", "--noproxy", "", "-o", file.toString()));
        command.addAll(List.of("--cacert", folder.resolve("certificate.pem").toString()));
        command.addAll(proxy);
        command.add(url);
        if (!url.startsWith("https")) {
            command.remove("--cacert");
            command.remove(folder.resolve("certificate.pem").toString());
        }
        Program.run(folder, command.toArray(String[]::new)).orFail();
        var digest = Content.digest();
        digest.update(Files.readAllBytes(file));
        assertEquals(Content.sha256(SEED, BYTES), HexFormat.of().formatHex(digest.digest()), url + proxy);
        Files.delete(file);
    }

    private List<String> socks() {
        return List.of("-x", "socks5h://" + text(net.socks()));
    }

    private String http() {
        return "http://" + text(net.http());
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static InetSocketAddress at(String host, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private void serve(HttpServer server) {
        server.createContext("/file", exchange -> {
            exchange.sendResponseHeaders(200, BYTES);
            try (OutputStream out = exchange.getResponseBody()) {
                Content.write(SEED, BYTES, out);
            }
        });
        server.setExecutor(threads);
        servers.add(server);
        server.start();
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static void file(HttpExchange exchange, Path root) throws IOException {
        Path file =
                root.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
        boolean there = file.startsWith(root) && Files.isRegularFile(file);
        exchange.sendResponseHeaders(there ? 200 : 404, there ? Math.max(Files.size(file), 0) : -1);
        try (OutputStream out = exchange.getResponseBody()) {
            if (there) {
                Files.copy(file, out);
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A certificate for the ways that this machine is called, which clients are told to trust. */
    private SSLContext selfSigned() throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String store = folder.resolve("store.p12").toString();
        Program.run(
                        folder,
                        keytool,
                        "-genkeypair",
                        "-keystore",
                        store,
                        "-storepass",
                        "changeit",
                        "-alias",
                        "x",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "2",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1")
                .orFail();
        Program.run(
                        folder,
                        keytool,
                        "-exportcert",
                        "-rfc",
                        "-keystore",
                        store,
                        "-storepass",
                        "changeit",
                        "-alias",
                        "x",
                        "-file",
                        folder.resolve("certificate.pem").toString())
                .orFail();
        KeyStore keys = KeyStore.getInstance(Path.of(store).toFile(), "changeit".toCharArray());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
