package org.port17.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.json.JsonWriter;
import org.port17.launcher.localnet.Distribution;
import org.port17.launcher.localnet.Localnet;
import org.port17.launcher.localnet.NetLayout;
import org.port17.launcher.localnet.NetRecord;
import org.port17.launcher.localnet.NetRequest;

/** {@code localnet up|down|status}: a network on this machine, one process per node. */
final class LocalnetCommand implements Command {
    private final long began;

    /** @param began wall clock at which the user's command began */
    LocalnetCommand(long began) {
        this.began = began;
    }

    @Override
    public String name() {
        return "localnet";
    }

    @Override
    public String usage() {
        return """
                localnet up --dir DIR [--nodes N] [--socks H:P] [--http H:P] [--allow H:P]... [--transport tcp|ws]
                            [--compact]
                localnet status --dir DIR [--json]
                localnet down --dir DIR""";
    }

    @Override
    public String description() {
        return """
                A network of nodes and a client on this machine, each in a process of its own (--compact: in one).
                'up' returns when all are ready and prints one line of JSON on standard output, progress on standard
                error; the processes stay. 'status' ends with code 0 if all of them run. 'down' stops all and removes
                what 'up' made.""";
    }

    @Override
    public List<Option> options() {
        return List.of(
                NetOptions.DIR,
                NetOptions.NODES,
                NetOptions.SOCKS,
                NetOptions.HTTP,
                NetOptions.ALLOW,
                NetOptions.TRANSPORT,
                NetOptions.COMPACT,
                NetOptions.JSON);
    }

    @Override
    public int run(Arguments arguments) throws LaunchException, InterruptedException {
        if (arguments.words().size() != 1) {
            throw LaunchException.usage("localnet takes one word: up, down or status");
        }
        return switch (arguments.words().get(0)) {
            case "up" -> up(arguments);
            case "down" -> down(arguments);
            case "status" -> status(arguments);
            default -> throw LaunchException.usage("localnet takes one word: up, down or status");
        };
    }

    private int up(Arguments arguments) throws LaunchException, InterruptedException {
        NetRequest request = NetOptions.request(NetOptions.dir(arguments), arguments, NetRequest.MIN_NODES);
        Progress progress = new Progress(System.err, began);
        Localnet localnet = new Localnet(request.dir(), progress);
        progress.step("starting " + request.nodes() + " nodes and a client in "
                + localnet.layout().dir());
        NetRecord record = localnet.up(request, Distribution.built());
        progress.step("all are ready");
        System.out.println(JsonWriter.write(summary(localnet.layout(), record)));
        return 0;
    }

    private int down(Arguments arguments) throws LaunchException, InterruptedException {
        Progress progress = new Progress(System.err, began);
        Localnet localnet = new Localnet(NetOptions.dir(arguments), progress);
        localnet.down();
        progress.step("all processes ended, " + localnet.layout().dir() + " is cleared");
        return 0;
    }

    private int status(Arguments arguments) throws LaunchException {
        Localnet localnet = new Localnet(NetOptions.dir(arguments), new Progress(System.err, began));
        NetRecord record = localnet.find();
        boolean all = record.members().stream().allMatch(m -> m.process().isAlive());
        if (arguments.has("json")) {
            System.out.println(JsonWriter.write(summary(localnet.layout(), record)));
            return all ? 0 : LaunchException.FAILED;
        }
        System.out.printf(Locale.ROOT, "SOCKS5 %s, HTTP proxy %s%n", record.socks(), record.http());
        for (NetRecord.Member m : record.members()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %-8s pid %-8d %-10s %-2s %s%n",
                    m.instance().name(),
                    m.process().isAlive() ? "running" : "ended",
                    m.process().pid(),
                    m.instance().owner(),
                    m.instance().country(),
                    String.join(" ", m.instance().features()));
        }
        return all ? 0 : LaunchException.FAILED;
    }

    static Map<String, Object> summary(NetLayout layout, NetRecord record) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("socks", record.socks());
        root.put("http", record.http());
        root.put(
                "pids",
                record.members().stream().map(m -> m.process().pid()).distinct().toList());
        root.put(
                "nodes",
                record.members().stream()
                        .filter(m -> !m.instance().isClient())
                        .map(m -> member(layout, m))
                        .toList());
        root.put("client", member(layout, record.members().get(record.members().size() - 1)));
        root.put("authority", record.authority());
        root.put("dir", layout.dir().toString());
        return root;
    }

    private static Map<String, Object> member(NetLayout layout, NetRecord.Member member) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", member.instance().name());
        if (!member.instance().isClient()) {
            map.put("owner", member.instance().owner());
            map.put("country", member.instance().country());
            map.put("trusted", member.instance().trusted());
            map.put("exit", member.instance().isExit());
            map.put("endpoints", member.instance().endpoints());
        }
        map.put("pid", member.process().pid());
        map.put("running", member.process().isAlive());
        map.put("ssh", "127.0.0.1:" + member.instance().ports().ssh());
        map.put("dir", layout.instance(member.instance().name()).toString());
        return map;
    }
}
