package org.port17.launcher.localnet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;

/**
 * SSH key pairs in OpenSSH's own format, so that plain {@code ssh -i} works with them too. ECDSA on P-256: Karaf's key
 * login does not take Ed25519, and RSA keys are slow to make.
 */
final class ConsoleKeys {
    private ConsoleKeys() {}

    /** Makes a pair: the secret half in {@code file} (mode 0600), the public half beside it with {@code .pub}. */
    static KeyPair make(Path file, String comment) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            PrivateFolder.createFile(file);
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
                        pair, comment, new OpenSSHKeyEncryptionContext(), out);
            }
            Files.writeString(publicFile(file), PublicKeyEntry.toString(pair.getPublic()) + " " + comment + "\n");
            return pair;
        } catch (GeneralSecurityException e) {
            throw new IOException("this JDK cannot make ECDSA keys", e);
        }
    }

    static KeyPair load(Path file) throws IOException {
        return new FileKeyPairProvider(file).loadKeys(null).iterator().next();
    }

    /** The second word of an OpenSSH public key line: what Karaf calls the key. */
    static String encoded(PublicKey key) {
        return PublicKeyEntry.toString(key).split(" ")[1];
    }

    /** The public half of the key in {@code file}, without reading the secret one. */
    static String encoded(Path file) throws IOException {
        return Files.readString(publicFile(file), StandardCharsets.UTF_8).split(" ")[1];
    }

    private static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }
}
