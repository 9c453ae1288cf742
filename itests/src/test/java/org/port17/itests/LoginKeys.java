package org.port17.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** Fresh console keys of one admin and one viewer. */
final class LoginKeys {
    private final Map<String, KeyPair> keys = Map.of("admin", generate(), "viewer", generate());

    KeyPair of(String user) {
        return keys.get(user);
    }

    void authorize(Path keysProperties) throws IOException {
        Files.write(
                keysProperties,
                List.of(
                        "_g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh",
                        "_g_\\:viewergroup = group,viewer,ssh",
                        line("admin"),
                        line("viewer")),
                StandardOpenOption.APPEND);
    }

    private String line(String user) {
        String key = PublicKeyEntry.toString(keys.get(user).getPublic()).split(" ", -1)[1];
        return user + "=" + key + ",_g_:" + user + "group";
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
