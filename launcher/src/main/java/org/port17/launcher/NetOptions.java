package org.port17.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;
import org.port17.launcher.localnet.NetRequest;

/** Options that several commands have, and what they mean. */
final class NetOptions {
    static final Option DIR = Option.of("dir", "DIR", "the network's folder");
    static final Option NODES = Option.of("nodes", "N", "how many nodes, 3 to 50 (default 6), beside the client");
    static final Option SOCKS =
            Option.of("socks", "H:P", "where the client's SOCKS5 listener shall be (default: a free port)");
    static final Option HTTP =
            Option.of("http", "H:P", "where the client's HTTP proxy shall be (default: a free port)");
    static final Option ALLOW =
            Option.many("allow", "H:P", "a private or loopback target that exits may open; all others are refused");
    static final Option TRANSPORT = Option.of("transport", "tcp|ws", "what links between nodes use (default tcp)");
    static final Option COMPACT =
            Option.flag("compact", "all nodes and the client in one process: less memory, no node can be killed alone");
    static final Option JSON = Option.flag("json", "print nothing but one line of JSON on standard output");

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1");
    private static final int NODES_DEFAULT = 6;

    private NetOptions() {}

    static Path dir(Arguments arguments) throws LaunchException {
        String text = arguments
                .get("dir")
                .orElseThrow(() -> LaunchException.usage("--dir DIR is missing: the network's folder"));
        try {
            if (!text.isBlank()) {
                // Java's working directory is the project's; the user's is what a relative path means.
                return Path.of(System.getProperty("port17.cwd", ""))
                        .resolve(text)
                        .toAbsolutePath()
                        .normalize();
            }
        } catch (InvalidPathException e) {
            throw LaunchException.usage("--dir takes the name of a folder");
        }
        throw LaunchException.usage("--dir takes the name of a folder");
    }

    static NetRequest request(Path dir, Arguments arguments, int fewest) throws LaunchException {
        List<HostPort> allow = new ArrayList<>();
        for (String text : arguments.all("allow")) {
            allow.add(HostPort.parse("allow", text));
        }
        String transport = arguments.get("transport").orElse("tcp");
        if (!List.of("tcp", "ws").contains(transport)) {
            throw LaunchException.usage("--transport takes tcp or ws");
        }
        return new NetRequest(
                dir,
                arguments.number("nodes", fewest, NetRequest.MAX_NODES, NODES_DEFAULT),
                address(arguments, "socks"),
                address(arguments, "http"),
                allow,
                transport,
                arguments.has("compact"));
    }

    private static Optional<HostPort> address(Arguments arguments, String option) throws LaunchException {
        Optional<String> text = arguments.get(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        HostPort at = HostPort.parse(option, text.get());
        if (!LOOPBACK.matcher(at.host()).matches()) {
            // The client refuses anything else, but only after every node was started.
            throw LaunchException.usage(
                    "--" + option + " takes a loopback address, such as 127.0.0.1:1080 or [::1]:1080");
        }
        return Optional.of(at);
    }

    static LaunchException noWords(Arguments arguments) {
        return LaunchException.usage("unexpected word " + arguments.words().get(0) + ": --help shows how it is called");
    }
}
