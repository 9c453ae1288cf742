package org.port17.launcher.localnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.json.JsonException;
import org.port17.launcher.json.JsonReader;
import org.port17.launcher.json.JsonWriter;

/**
 * What is known of a started network: the file {@code localnet.json} in its folder.
 *
 * @param socks the client's SOCKS5 listener
 * @param http the client's HTTP proxy
 * @param authority base address of the map
 * @param members instances in order, the client last
 */
public record NetRecord(String socks, String http, String authority, List<Member> members) {
    private static final long FORMAT = 1;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** An instance and its process. */
    public record Member(Instance instance, ProcessRef process) {}

    public NetRecord {
        members = List.copyOf(members);
    }

    public Optional<Member> member(String name) {
        return members.stream().filter(m -> m.instance().name().equals(name)).findFirst();
    }

    /** Replaces the file in one step: a reader sees the old or the new one. */
    void write(NetLayout layout) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FORMAT);
        root.put("socks", socks);
        root.put("http", http);
        root.put("authority", authority);
        root.put("members", members.stream().map(NetRecord::text).toList());
        Path fresh = layout.record().resolveSibling("localnet.json.new");
        Files.writeString(fresh, JsonWriter.write(root) + "\n");
        Files.move(fresh, layout.record(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, Object> text(Member member) {
        Instance instance = member.instance();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", instance.name());
        map.put("features", instance.features());
        map.put("owner", instance.owner());
        map.put("country", instance.country());
        map.put("as", instance.as());
        map.put("trusted", instance.trusted());
        map.put("address", instance.address());
        map.put("ssh", instance.ports().ssh());
        map.put("tcp", instance.ports().tcp());
        map.put("ws", instance.ports().ws());
        map.put("pid", member.process().pid());
        map.put("started", member.process().started());
        return map;
    }

    /** Empty if the folder holds no network. */
    static Optional<NetRecord> read(NetLayout layout) throws LaunchException {
        if (!Files.exists(layout.record())) {
            return Optional.empty();
        }
        PrivateFolder.requireOwn(layout.dir());
        try {
            Map<String, Object> root = JsonReader.object(Files.readString(layout.record()));
            if (!Long.valueOf(FORMAT).equals(root.get("format"))) {
                throw damaged(layout, null);
            }
            List<Member> members = new ArrayList<>();
            for (Object entry : (List<?>) root.get("members")) {
                members.add(member((Map<?, ?>) entry));
            }
            return Optional.of(new NetRecord(
                    (String) root.get("socks"), (String) root.get("http"), (String) root.get("authority"), members));
        } catch (IOException | JsonException | ClassCastException | NullPointerException e) {
            throw damaged(layout, e);
        }
    }

    private static LaunchException damaged(NetLayout layout, Exception cause) {
        return LaunchException.failed(
                layout.record() + " cannot be read: end its processes by hand and remove the folder", cause);
    }

    private static Member member(Map<?, ?> map) {
        List<String> features =
                ((List<?>) map.get("features")).stream().map(String.class::cast).toList();
        String name = (String) map.get("name");
        if (!NAME.matcher(name).matches()) {
            // It becomes a folder that 'down' removes, so it must not lead out of ours.
            throw new ClassCastException("not a node name");
        }
        Instance instance = new Instance(
                name,
                features,
                (String) map.get("owner"),
                (String) map.get("country"),
                number(map, "as"),
                (Boolean) map.get("trusted"),
                (String) map.get("address"),
                new InstancePorts(number(map, "ssh"), number(map, "tcp"), number(map, "ws")));
        return new Member(instance, new ProcessRef((Long) map.get("pid"), (String) map.get("started")));
    }

    private static int number(Map<?, ?> map, String key) {
        return Math.toIntExact((Long) map.get(key));
    }
}
