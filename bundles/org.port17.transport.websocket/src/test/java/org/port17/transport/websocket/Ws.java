package org.port17.transport.websocket;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.stream.Stream;
import org.port17.api.Endpoint;

/** What the tests share: configurations as the component runtime would hand them over. */
final class Ws {
    private Ws() {}

    static PlainWebSocket.Config plain(int seconds) {
        return new PlainWebSocket.Config() {
            @Override
            public int connect_timeout_seconds() {
                return seconds;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return PlainWebSocket.Config.class;
            }
        };
    }

    static SecureWebSocket.Config secure(String verify, String[] pins, String certificate, String key) {
        return new SecureWebSocket.Config() {
            @Override
            public int connect_timeout_seconds() {
                return 10;
            }

            @Override
            public String tls_verify() {
                return verify;
            }

            @Override
            public String[] tls_pins() {
                return pins;
            }

            @Override
            public String tls_certificate() {
                return certificate;
            }

            @Override
            public String tls_key() {
                return key;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return SecureWebSocket.Config.class;
            }
        };
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
                        "127.0.0.1:80/é",
                        "@127.0.0.1:80",
                        "A.org@127.0.0.1:80")
                .map(address -> new Endpoint(scheme, address))
                .toList();
    }
}
