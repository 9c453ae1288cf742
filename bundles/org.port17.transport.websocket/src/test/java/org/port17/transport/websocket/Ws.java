package org.port17.transport.websocket;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.port17.api.Endpoint;
import org.port17.testkit.ComponentConfig;

/** Configurations and addresses that several tests use. */
final class Ws {
    private Ws() {}

    static PlainWebSocket.Config plain(int seconds) {
        return ComponentConfig.of(PlainWebSocket.Config.class, Map.of("connect.timeout.seconds", seconds));
    }

    static SecureWebSocket.Config secure(String verify, String[] pins, String certificate, String key) {
        return ComponentConfig.of(
                SecureWebSocket.Config.class,
                Map.of("tls.verify", verify, "tls.pins", pins, "tls.certificate", certificate, "tls.key", key));
    }

    static List<Endpoint> bad(String scheme) {
        return Stream.of(
                        "example.org:80",
                        "127.0.0.1",
                        "127.0.0.1/port17",
                        "127.0.0.1:65536",
                        "::1:80/x",
                        "a b@[::1]:80",
                        "-a@127.0.0.1:80",
                        "a@b@127.0.0.1:80",
                        "127.0.0.1:80/a?b",
                        "127.0.0.1:80/%2e",
                        "127.0.0.1:80/\u00e9",
                        "@127.0.0.1:80",
                        "A.org@127.0.0.1:80")
                .map(address -> new Endpoint(scheme, address))
                .toList();
    }
}
