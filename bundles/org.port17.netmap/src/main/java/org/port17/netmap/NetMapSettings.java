package org.port17.netmap;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.http.AuthorityClient;

/**
 * Validated configuration.
 *
 * @param sources base addresses of authorities; none: no fetching
 * @param mirrors base addresses of nodes that hand out maps, for when there is no map that names such nodes
 * @param quorum who signs maps, and how many of them have to
 * @param cache file of the newest map; empty: none is kept
 */
public record NetMapSettings(List<URI> sources, List<URI> mirrors, Quorum quorum, Duration poll, Optional<Path> cache) {
    public NetMapSettings {
        sources = List.copyOf(sources);
        mirrors = List.copyOf(mirrors);
    }

    /** Without mirrors to begin with. */
    public NetMapSettings(List<URI> sources, Quorum quorum, Duration poll, Optional<Path> cache) {
        this(sources, List.of(), quorum, poll, cache);
    }

    /** Asks nobody and reads nothing. */
    static NetMapSettings idle() {
        return new NetMapSettings(List.of(), new Quorum(List.of(), 1), Duration.ofDays(1), Optional.empty());
    }

    /**
     * @param dataDirectory Karaf's data directory, empty if unknown
     * @throws Port17Exception CONFIG that names the key and what it should be
     */
    static NetMapSettings of(NetMapConfig config, String dataDirectory) throws Port17Exception {
        if (!config.network().isBlank()) {
            NetworkFile network = NetworkFile.read(config.network().strip(), "network");
            return of(config, dataDirectory, network.sources(), network.quorum());
        }
        List<URI> sources = config.source().isBlank()
                ? List.of()
                : List.of(AuthorityClient.parse(config.source().strip(), "source"));
        return of(
                config,
                dataDirectory,
                sources,
                Quorum.single(key(config.authority_key().strip())));
    }

    private static NetMapSettings of(NetMapConfig config, String dataDirectory, List<URI> sources, Quorum quorum)
            throws Port17Exception {
        List<URI> mirrors = new ArrayList<>();
        for (String mirror : config.mirrors()) {
            if (!mirror.isBlank()) {
                mirrors.add(AuthorityClient.parse(mirror.strip(), "each of mirrors"));
            }
        }
        return new NetMapSettings(
                sources,
                mirrors,
                quorum,
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
