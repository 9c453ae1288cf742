package org.port17.transport.websocket;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * Validated configuration of TLS.
 *
 * @param pins SHA-256 of accepted keys; not empty if and only if {@code verify} is PIN
 * @param server what to listen with
 */
record TlsSettings(Verify verify, List<byte[]> pins, Optional<Server> server) {
    static final String FILE = "etc/org.port17.transport.websocket.tls.cfg";

    /** Which certificates are accepted. */
    enum Verify {
        SYSTEM,
        PIN,
        NONE
    }

    /** PEM files. */
    record Server(Path certificate, Path key) {}

    static TlsSettings of(SecureWebSocket.Config config) throws Port17Exception {
        Verify verify = Arrays.stream(Verify.values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(config.tls_verify()))
                .findFirst()
                .orElseThrow(() -> wrong("tls.verify must be system, pin or none"));
        List<byte[]> pins = new ArrayList<>();
        for (String pin : config.tls_pins()) {
            if (!pin.strip().matches("[0-9a-fA-F]{64}")) {
                throw wrong("tls.pins must hold 64 hex digits each");
            }
            pins.add(HexFormat.of().parseHex(pin.strip()));
        }
        if ((verify == Verify.PIN) == pins.isEmpty()) {
            throw wrong("tls.pins must be given for tls.verify=pin, and only then");
        }
        if (config.tls_certificate().isBlank() != config.tls_key().isBlank()) {
            throw wrong("tls.certificate and tls.key belong together");
        }
        return new TlsSettings(
                verify,
                List.copyOf(pins),
                config.tls_key().isBlank()
                        ? Optional.empty()
                        : Optional.of(new Server(
                                file("tls.certificate", config.tls_certificate()), file("tls.key", config.tls_key()))));
    }

    private static Path file(String key, String name) throws Port17Exception {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw wrong(key + " is not a file name");
        }
    }

    static Port17Exception wrong(String what) {
        return new Port17Exception(ErrorKind.CONFIG, FILE + ": " + what);
    }
}
