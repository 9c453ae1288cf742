package org.port17.launcher.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.port17.api.Port17Exception;
import org.port17.launcher.cli.LaunchException;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.http.AuthorityClient;

/** Tells a Karaf which network it belongs to: a client by its map, a node by what it says about itself too. */
public final class Joining {
    private Joining() {}

    /** Reads a network file. @throws LaunchException if it is none or was altered */
    public static NetworkFile read(Path file) throws LaunchException {
        try {
            return NetworkFile.read(file.toString(), "FILE");
        } catch (Port17Exception e) {
            throw LaunchException.failed(e.getMessage(), e);
        }
    }

    /**
     * @param etc Karaf's folder etc
     * @param mirrors base addresses of nodes that hand out the map
     */
    public static void client(Path file, Path etc, List<String> mirrors) throws LaunchException {
        try {
            for (String mirror : mirrors) {
                AuthorityClient.parse(mirror, "--mirror");
            }
        } catch (Port17Exception e) {
            throw LaunchException.usage(e.getMessage());
        }
        try {
            if (!Files.isDirectory(etc)) {
                throw LaunchException.failed("--etc must name the folder etc of a Karaf with Port17");
            }
            byte[] text = Files.readAllBytes(file);
            Files.write(etc.resolve(Founding.FILE), text);
            Map<String, String> values = new LinkedHashMap<>();
            values.put("network", here(Founding.FILE));
            if (!mirrors.isEmpty()) {
                values.put("mirrors", String.join(", ", mirrors));
            }
            CfgFile.set(etc.resolve("org.port17.netmap.cfg"), values);
        } catch (IOException e) {
            throw LaunchException.failed("the files in --etc cannot be written: check its rights", e);
        }
    }

    /** @param certificate of the node's owner, if the network wants one; copied beside the configuration */
    public static void node(Path etc, String name, String owner, Optional<Path> certificate) throws LaunchException {
        if (!NodeStatement.nameFits(name) || !NodeStatement.ownerFits(owner)) {
            throw LaunchException.usage("--node takes a name of a-z, 0-9 and -, --owner an owner's name");
        }
        Map<String, String> values = new LinkedHashMap<>();
        values.put("network", here(Founding.FILE));
        values.put("name", name);
        values.put("owner", owner);
        try {
            if (certificate.isPresent()) {
                Files.write(etc.resolve("owner.certificate"), Files.readAllBytes(certificate.get()));
                values.put("owner.certificate", here("owner.certificate"));
            }
            CfgFile.set(etc.resolve("org.port17.node.cfg"), values);
        } catch (IOException e) {
            throw LaunchException.failed("a file cannot be read or written: check --etc and --certificate", e);
        }
    }

    private static String here(String file) {
        return "${karaf.etc}/" + file;
    }
}
