package org.port17.node;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.http.AuthorityClient;

/**
 * Validated configuration; see {@link NodeConfig}.
 *
 * @param publish base addresses of the authorities; none: nobody is told
 * @param certificate file of the owner's certificate, if the node has one
 */
public record NodeSettings(
        String name,
        String owner,
        String country,
        long as,
        Path state,
        List<URI> publish,
        Optional<Path> certificate,
        int replayCapacity) {
    public NodeSettings {
        publish = List.copyOf(publish);
    }

    /**
     * @param dataDirectory Karaf's data directory, empty if unknown
     * @throws Port17Exception CONFIG that names the key and what it should be
     */
    static NodeSettings of(NodeConfig config, String dataDirectory) throws Port17Exception {
        require(NodeStatement.nameFits(config.name()), "name must be 1 to 32 characters of a-z, 0-9 and -");
        require(NodeStatement.ownerFits(config.owner()), "owner must be 1 to 64 letters, digits, spaces or . _ @ + -");
        require(NodeStatement.countryFits(config.country()), "country must be two upper-case letters such as DE");
        return new NodeSettings(
                config.name(),
                config.owner(),
                config.country(),
                number("as", config::as, 0, 0xffffffffL),
                state(config.state().strip(), dataDirectory),
                publish(config.network().strip(), config.publish().strip()),
                certificate(config.owner_certificate().strip()),
                (int) number("replay.capacity", config::replay_capacity, 1_000, 50_000_000));
    }

    private static List<URI> publish(String network, String address) throws Port17Exception {
        if (!network.isEmpty()) {
            return NetworkFile.read(network, "network").sources();
        }
        return address.isEmpty() ? List.of() : List.of(AuthorityClient.parse(address, "publish"));
    }

    private static Optional<Path> certificate(String file) throws Port17Exception {
        try {
            return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
        } catch (InvalidPathException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, "owner.certificate is not a file name", e);
        }
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
