package org.port17.launcher.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.launcher.cli.LaunchException;
import org.port17.netmap.format.OwnerCertificate;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.store.KeyFile;
import org.port17.netmap.store.PrivateFiles;

/** An owner signs that a node is his, with a key that stays off the node. */
public final class OwnerPaper {
    private OwnerPaper() {}

    /** Where the key of an owner lies: other characters than letters and digits become dashes. */
    static Path keyFile(Path folder, String owner) {
        return folder.resolve(owner.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".key");
    }

    /**
     * Writes a certificate.
     *
     * @param key the owner's key file; made if it is missing
     * @return the owner's public key, 64 hexadecimal digits
     */
    public static String write(Path key, String owner, String node, Path out) throws LaunchException {
        try {
            PrivateFiles.directoryFor(key, "the folder of the owner's key");
            NodeId id = NodeId.parse(node);
            try (SigningKey secret = KeyFile.open(key, "the owner's key").key()) {
                String text = OwnerCertificate.sign(secret, owner, id).text(owner, id);
                Files.writeString(out, text, StandardCharsets.US_ASCII);
                return HexFormat.of().formatHex(secret.publicKey());
            }
        } catch (Port17Exception e) {
            throw LaunchException.failed(e.getMessage(), e);
        } catch (IOException e) {
            throw LaunchException.failed("the certificate cannot be written: choose another --out", e);
        }
    }
}
