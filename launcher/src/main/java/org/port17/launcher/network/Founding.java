package org.port17.launcher.network;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.port17.api.Port17Exception;
import org.port17.authority.AuthorityKey;
import org.port17.launcher.cli.LaunchException;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.store.KeyFile;
import org.port17.netmap.store.PrivateFiles;

/**
 * A new network in a folder: for each authority a folder to carry to its machine, the owners' keys, which belong on none of
 * them, and the network file for everybody.
 *
 * @param name of the network
 * @param authorities their base addresses
 * @param quorum how many of them have to sign; 0: see {@link Quorum#advised}
 * @param owners for whom to make keys
 * @param ownersCertified whether nodes need a certificate of their owner
 * @param bootstrapOwners number of owners at which bootstrap mode ends; 0: never on
 * @param localAddresses whether nodes may be at private addresses
 */
public record Founding(
        String name,
        List<URI> authorities,
        int quorum,
        List<String> owners,
        boolean ownersCertified,
        int bootstrapOwners,
        boolean localAddresses) {
    public static final String FILE = "network.port17";
    private static final String STATE = "state";

    public Founding {
        authorities = List.copyOf(authorities);
        owners = List.copyOf(owners);
    }

    /**
     * Makes everything. The folder must not hold a network yet.
     *
     * @return what the network file says
     * @throws LaunchException if a value is wrong or something cannot be written; says what to do
     */
    public NetworkFile in(Path folder) throws LaunchException {
        if (!NodeStatement.nameFits(name)) {
            throw LaunchException.usage("--name takes 1 to 32 characters of a-z, 0-9 and -");
        }
        for (String owner : owners) {
            if (!NodeStatement.ownerFits(owner)) {
                throw LaunchException.usage("--owner takes 1 to 64 letters, digits, spaces or . _ @ + -");
            }
        }
        if (Files.exists(folder.resolve(FILE))) {
            throw LaunchException.failed("the folder holds a network already: choose another, or remove it");
        }
        List<SigningKey> keys = new ArrayList<>();
        try {
            PrivateFiles.ownDirectory(folder, "the folder");
            for (int i = 0; i < authorities.size(); i++) {
                AuthorityKey.create(authority(folder, i).resolve(STATE));
                Path secret = authority(folder, i).resolve(STATE).resolve(AuthorityKey.SECRET_FILE);
                keys.add(KeyFile.open(secret, "the authority's key").key());
            }
            List<String> names = keys.stream()
                    .map(k -> HexFormat.of().formatHex(k.publicKey()))
                    .toList();
            int needed = quorum == 0 ? Quorum.advised(names.size()) : quorum;
            NetworkFile file = new NetworkFile(
                    name, System.currentTimeMillis() / 1_000, Quorum.of(names, needed), authorities, ownersCertified);
            byte[] text = file.signed(keys).getBytes(StandardCharsets.US_ASCII);
            NetworkFile read = NetworkFile.parse(text);
            Map<String, String> ownerKeys = ownerKeys(folder);
            for (int i = 0; i < authorities.size(); i++) {
                configure(authority(folder, i).resolve("etc"), authorities.get(i), text, ownerKeys);
            }
            Files.write(folder.resolve(FILE), text);
            return read;
        } catch (Port17Exception e) {
            throw LaunchException.failed(e.getMessage(), e);
        } catch (IOException e) {
            throw LaunchException.failed("the folder cannot be written to: choose another", e);
        } finally {
            keys.forEach(SigningKey::close);
        }
    }

    /** The folder of an authority, counted from 0. */
    static Path authority(Path folder, int number) {
        return folder.resolve("authority-" + (number + 1));
    }

    private Map<String, String> ownerKeys(Path folder) throws Port17Exception {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String owner : owners) {
            Path file = OwnerPaper.keyFile(folder.resolve("owners"), owner);
            PrivateFiles.directoryFor(file, "the owners' folder");
            try (SigningKey key = KeyFile.open(file, "the owner's key").key()) {
                keys.put(owner, HexFormat.of().formatHex(key.publicKey()));
            }
        }
        return keys;
    }

    private void configure(Path etc, URI address, byte[] text, Map<String, String> ownerKeys) throws IOException {
        Files.createDirectories(etc);
        Files.write(etc.resolve(FILE), text);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("network.file", "${karaf.etc}/" + FILE);
        values.put("host", "0.0.0.0");
        values.put("port", Integer.toString(address.getPort() < 0 ? 80 : address.getPort()));
        values.put(
                "owner.keys",
                String.join(
                        ",",
                        ownerKeys.entrySet().stream()
                                .map(e -> e.getKey() + ":" + e.getValue())
                                .toList()));
        values.put("bootstrap.owners", bootstrapOwners == 0 ? "" : Integer.toString(bootstrapOwners));
        if (localAddresses) {
            values.put("addresses.local", "true");
            values.put("measure.hours", "0");
        }
        CfgFile.set(etc.resolve("org.port17.authority.cfg"), values);
    }
}
