package org.port17.node;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.http.AuthorityClient;

/**
 * Validated configuration; see {@link NodeConfig}.
 *
 * @param publish the authority's base address; empty: nobody is told
 */
public record NodeSettings(
        String name, String owner, String country, long as, Path state, Optional<URI> publish, int replayCapacity) {
    /**
     * @param dataDirectory Karaf's data directory, empty if unknown
     * @throws Port17Exception CONFIG that names the key and what it should be
     */
    static NodeSettings of(NodeConfig config, String dataDirectory) throws Port17Exception {
        require(NodeStatement.nameFits(config.name()), "name must be 1 to 32 characters of a-z, 0-9 and -");
        require(NodeStatement.ownerFits(config.owner()), "owner must be 1 to 64 letters, digits, spaces or . _ @ + -");
        require(NodeStatement.countryFits(config.country()), "country must be two upper-case letters such as DE");
        Optional<URI> publish = config.publish().isBlank()
                ? Optional.empty()
                : Optional.of(AuthorityClient.parse(config.publish().strip(), "publish"));
        return new NodeSettings(
                config.name(),
                config.owner(),
                config.country(),
                number("as", config::as, 0, 0xffffffffL),
                state(config.state().strip(), dataDirectory),
                publish,
                (int) number("replay.capacity", config::replay_capacity, 1_000, 50_000_000));
    }

    /** @param value the key's method; it fails when the file holds something that is no number */
    private static long number(String key, LongSupplier value, long least, long most) throws Port17Exception {
        long number;
        try {
            number = value.getAsLong();
        } catch (RuntimeException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, key + " must be a whole number", e);
        }
        if (number < least || number > most) {
            throw new Port17Exception(ErrorKind.CONFIG, key + " must lie between " + least + " and " + most);
        }
        return number;
    }

    private static Path state(String configured, String dataDirectory) throws Port17Exception {
        require(
                !configured.isEmpty() || !dataDirectory.isEmpty(),
                "state must name a directory where there is no ${karaf.data}");
        try {
            return configured.isEmpty() ? Path.of(dataDirectory, "port17") : Path.of(configured);
        } catch (InvalidPathException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, "state is not a directory name", e);
        }
    }

    private static void require(boolean condition, String otherwise) throws Port17Exception {
        if (!condition) {
            throw new Port17Exception(ErrorKind.CONFIG, otherwise);
        }
    }
}
