package org.port17.authority;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.store.KeyFile;
import org.port17.netmap.store.PrivateFiles;

/**
 * The key that signs a network's maps. Plain Java, so that a launcher can make the key and learn its public half before
 * anything runs.
 */
public final class AuthorityKey {
    /** In the state directory: the key pair, mode 0600. */
    public static final String SECRET_FILE = "authority.key";

    /** In the state directory: the public half, 64 hexadecimal digits and a line end. */
    public static final String PUBLIC_FILE = "authority.pub";

    private AuthorityKey() {}

    /**
     * Makes the key if there is none, and writes its public half beside it.
     *
     * @param directory the authority's state directory
     * @return the public key, 64 hexadecimal digits
     * @throws Port17Exception CONFIG if the directory cannot be used or the key file is damaged
     */
    public static String create(Path directory) throws Port17Exception {
        try (SigningKey key = open(directory).key()) {
            return HexFormat.of().formatHex(key.publicKey());
        }
    }

    static KeyFile<SigningKey> open(Path directory) throws Port17Exception {
        PrivateFiles.ownDirectory(directory, "the authority's state directory");
        KeyFile<SigningKey> file = KeyFile.open(directory.resolve(SECRET_FILE), "the authority's key");
        String hex = HexFormat.of().formatHex(file.key().publicKey());
        try {
            PrivateFiles.write(directory.resolve(PUBLIC_FILE), (hex + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.LATER, "the authority's state directory cannot be written to", e);
        }
        return file;
    }

    /** {@code AuthorityKey <state directory>} prints the public key. */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: AuthorityKey <state directory>");
            System.exit(2);
        }
        try {
            System.out.println(create(Path.of(arguments[0])));
        } catch (Port17Exception e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
