package org.port17.launcher.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.port17.launcher.cli.LaunchException;
import org.port17.netmap.format.NodeStatement;

/**
 * Whom a network trusts with plaintext: nodes by id, and owners by name, as written in the configuration of each authority.
 * Enough authorities that agree sign it with every map.
 */
public final class TrustList {
    private static final String NODES = "trusted";
    private static final String OWNERS = "trusted.owners";
    private static final String PINNED = "owner.keys";
    private final List<Path> files;

    private TrustList(List<Path> files) {
        this.files = files;
    }

    /** @param folder of a founded network. @throws LaunchException if it holds none */
    public static TrustList of(Path folder) throws LaunchException {
        try (Stream<Path> inside = Files.list(folder)) {
            List<Path> files = inside.map(f -> f.resolve("etc").resolve("org.port17.authority.cfg"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
            if (!files.isEmpty()) {
                return new TrustList(files);
            }
        } catch (IOException e) {
            throw LaunchException.failed("the folder cannot be read: give the one that network init made", e);
        }
        throw LaunchException.failed("the folder holds no network: give the one that network init made");
    }

    /** Adds a node, or an owner whose key is pinned, or takes one away. @return whether that changed anything */
    public boolean change(boolean add, String who) throws LaunchException {
        boolean node = who.matches("[0-9a-fA-F]{64}");
        if (!node && !NodeStatement.ownerFits(who)) {
            throw LaunchException.usage("trust takes a node id of 64 hexadecimal digits, or an owner's name");
        }
        boolean changed = false;
        try {
            for (Path file : files) {
                if (add && !node && list(file, PINNED).stream().noneMatch(pin -> pin.startsWith(who + ":"))) {
                    throw LaunchException.failed(
                            "no key is pinned for this owner, so whoever takes the name first would be"
                                    + " trusted: write NAME:KEY into owner.keys of each authority-N/etc/org.port17.authority.cfg,"
                                    + " or trust his nodes by their ids");
                }
            }
            for (Path file : files) {
                String key = node ? NODES : OWNERS;
                List<String> list = new ArrayList<>(list(file, key));
                boolean other = add ? !list.contains(who) && list.add(who) : list.remove(who);
                changed |= other;
                Map<String, String> values = new LinkedHashMap<>();
                values.put(key, String.join(",", list));
                CfgFile.set(file, values);
            }
            return changed;
        } catch (IOException e) {
            throw LaunchException.failed("an authority's configuration cannot be written: check its rights", e);
        }
    }

    /** What is trusted, for people. */
    public List<String> lines() throws LaunchException {
        try {
            List<String> lines = new ArrayList<>();
            list(files.get(0), NODES).forEach(node -> lines.add("node " + node));
            list(files.get(0), OWNERS).forEach(owner -> lines.add("owner " + owner));
            return lines;
        } catch (IOException e) {
            throw LaunchException.failed("an authority's configuration cannot be read: check its rights", e);
        }
    }

    private static List<String> list(Path file, String key) throws IOException {
        return Arrays.stream(CfgFile.get(file, key).split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .collect(Collectors.toList());
    }
}
