package org.port17.netmap;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.http.AuthorityClient;

/**
 * Validated configuration.
 *
 * @param source authority's base address; empty: no fetching
 * @param authority its Ed25519 public key; do not modify
 * @param cache file of the newest map; empty: none is kept
 */
public record NetMapSettings(Optional<URI> source, byte[] authority, Duration poll, Optional<Path> cache) {
    /** Asks nobody and reads nothing. */
    static NetMapSettings idle() {
        return new NetMapSettings(
                Optional.empty(), new byte[Signatures.KEY_BYTES], Duration.ofDays(1), Optional.empty());
    }

    /**
     * @param dataDirectory Karaf's data directory, empty if unknown
     * @throws Port17Exception CONFIG that names the key and what it should be
     */
    static NetMapSettings of(NetMapConfig config, String dataDirectory) throws Port17Exception {
        Optional<URI> source = config.source().isBlank()
                ? Optional.empty()
                : Optional.of(AuthorityClient.parse(config.source().strip(), "source"));
        return new NetMapSettings(
                source,
                key(config.authority_key().strip()),
                Duration.ofSeconds(number("poll.seconds", config::poll_seconds, 1, 86_400)),
                Optional.of(cache(config.cache().strip(), dataDirectory)));
    }

    /** @param value the key's method; it fails when the file holds something that is no number */
    private static int number(String key, IntSupplier value, int least, int most) throws Port17Exception {
        int number;
        try {
            number = value.getAsInt();
        } catch (RuntimeException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, key + " must be a whole number", e);
        }
        if (number < least || number > most) {
            throw new Port17Exception(ErrorKind.CONFIG, key + " must lie between " + least + " and " + most);
        }
        return number;
    }

    private static byte[] key(String hex) throws Port17Exception {
        try {
            byte[] key = HexFormat.of().parseHex(hex);
            if (Signatures.soundKey(key)) {
                return key;
            }
            throw new IllegalArgumentException("not a key");
        } catch (IllegalArgumentException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG,
                    Retry.NEVER,
                    "authority.key must be the authority's public key, 64 hexadecimal digits",
                    e);
        }
    }

    private static Path cache(String configured, String dataDirectory) throws Port17Exception {
        if (configured.isEmpty() && dataDirectory.isEmpty()) {
            throw new Port17Exception(ErrorKind.CONFIG, "cache must name a file where there is no ${karaf.data}");
        }
        try {
            return configured.isEmpty() ? Path.of(dataDirectory, "port17", "map") : Path.of(configured);
        } catch (InvalidPathException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, "cache is not a file name", e);
        }
    }
}
