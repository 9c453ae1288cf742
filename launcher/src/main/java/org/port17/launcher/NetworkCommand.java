package org.port17.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.port17.api.Port17Exception;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;
import org.port17.launcher.network.Founding;
import org.port17.launcher.network.Joining;
import org.port17.launcher.network.OwnerPaper;
import org.port17.launcher.network.TrustList;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.http.AuthorityClient;

/** {@code network}: founds a network, joins one, signs owners' certificates, keeps the trust list. */
final class NetworkCommand implements Command {
    @Override
    public String name() {
        return "network";
    }

    @Override
    public String usage() {
        return """
                network init FOLDER --name NAME --authority ADDRESS...
                network show FILE
                network join FILE --etc FOLDER [--node NAME --owner NAME] [--mirror ADDRESS...]
                network owner KEYFILE --owner NAME --node ID --out FILE
                network trust FOLDER [add|remove NODE-ID|OWNER]""";
    }

    @Override
    public String description() {
        return "Founds a network whose map several authorities sign, tells clients and nodes on other machines which network\n"
                + "is theirs, signs that a node is an owner's, and says whom the network trusts. docs/operate/network.md";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.of("name", "NAME", "init: the network's name"),
                Option.many(
                        "authority", "ADDRESS", "init: base address of an authority, such as http://192.0.2.1:7017"),
                Option.of(
                        "quorum",
                        "K",
                        "init: how many have to sign a map; default: 3 of 4, else so many that one bad key cannot fork or stop it"),
                Option.many("owner", "NAME", "init: make a key for this owner; join, owner: whose node it is"),
                Option.flag("owners-free", "init: nodes need no certificate of their owner"),
                Option.of("bootstrap", "N", "init: the map says bootstrap mode until there are N owners"),
                Option.flag("local-addresses", "init: nodes may be at private and loopback addresses"),
                Option.of("etc", "FOLDER", "join: the folder etc of the Karaf"),
                Option.of("node", "NAME|ID", "join: be a node of this name; owner: the node's id"),
                Option.of("certificate", "FILE", "join: the owner's certificate for the node"),
                Option.many(
                        "mirror",
                        "ADDRESS",
                        "join: a node that hands out the map, such as http://192.0.2.7:7018, asked first"),
                Option.of("fingerprint", "TEXT", "join: refuse a file that has another one"),
                Option.of("out", "FILE", "owner: where the certificate goes"));
    }

    @Override
    public int run(Arguments arguments) throws LaunchException {
        List<String> words = arguments.words();
        if (words.size() < 2) {
            throw LaunchException.usage(
                    "network takes init, show, join, owner or trust, and what to do it with: --help");
        }
        Path path = Path.of(words.get(1));
        switch (words.get(0)) {
            case "init" -> init(path, only(words, arguments));
            case "show" -> show(Joining.read(path));
            case "join" -> join(path, only(words, arguments));
            case "owner" -> owner(path, only(words, arguments));
            case "trust" -> trust(path, words.subList(2, words.size()));
            default -> throw LaunchException.usage("network takes init, show, join, owner or trust: --help");
        }
        return 0;
    }

    private static Arguments only(List<String> words, Arguments arguments) throws LaunchException {
        if (words.size() > 2) {
            throw LaunchException.usage("network " + words.get(0) + " takes one file or folder");
        }
        return arguments;
    }

    private static void init(Path folder, Arguments arguments) throws LaunchException {
        List<URI> authorities = new ArrayList<>();
        for (String address : arguments.all("authority")) {
            try {
                authorities.add(AuthorityClient.parse(address, "--authority"));
            } catch (Port17Exception e) {
                throw LaunchException.usage(e.getMessage());
            }
        }
        if (authorities.isEmpty()) {
            throw LaunchException.usage("network init needs --authority once for each authority's base address");
        }
        Founding founding = new Founding(
                needed(arguments, "name"),
                authorities,
                arguments.number("quorum", 1, authorities.size(), 0),
                arguments.all("owner"),
                !arguments.has("owners-free"),
                arguments.number("bootstrap", 0, 0xffff, 0),
                arguments.has("local-addresses"));
        show(founding.in(folder));
        System.out.println();
        System.out.println("To each authority's machine: authority-N/etc into its Karaf's etc, authority-N/state to");
        System.out.println("data/port17/authority. Keep the folder owners off every node. Hand " + Founding.FILE
                + " to everybody.");
    }

    private static void show(NetworkFile file) {
        System.out.println("network      " + file.name());
        System.out.println("fingerprint  " + file.fingerprint());
        System.out.println("signatures   " + file.quorum().needed() + " of "
                + file.quorum().keys().size());
        System.out.println("one bad key  " + oneBadKey(file.quorum()));
        System.out.println("owners       " + (file.ownersCertified() ? "need a certificate" : "are what nodes say"));
        file.sources().forEach(source -> System.out.println("authority    " + source));
    }

    /** What whoever holds one authority's key can do; nobody should learn that only afterwards. */
    private static String oneBadKey(Quorum quorum) {
        String fork = quorum.toFork() > 1
                ? "cannot sign two maps of one number"
                : "can sign two maps of one number, with one honest authority each";
        String stop = quorum.toStop() > 1 ? "cannot stop new maps" : "can stop new maps";
        boolean survives = quorum.toFork() > 1 && quorum.toStop() > 1;
        int least = 4;
        String advice = survives
                ? ""
                : "; " + Quorum.advised(Math.max(least, quorum.keys().size())) + " of "
                        + Math.max(least, quorum.keys().size()) + " authorities would survive it";
        return fork + ", and " + stop + advice;
    }

    private static void join(Path file, Arguments arguments) throws LaunchException {
        NetworkFile network = Joining.read(file);
        Optional<String> wanted = arguments.get("fingerprint");
        if (wanted.isPresent()
                && !wanted.get().replace(" ", "").equals(network.fingerprint().replace(" ", ""))) {
            throw LaunchException.failed(
                    "the network file has another fingerprint: ask for it again, over another way");
        }
        Path etc = Path.of(needed(arguments, "etc"));
        Joining.client(file, etc, arguments.all("mirror"));
        if (arguments.has("node")) {
            if (arguments.all("owner").size() != 1) {
                throw LaunchException.usage("network join needs --owner once, with --node");
            }
            Joining.node(
                    etc,
                    needed(arguments, "node"),
                    needed(arguments, "owner"),
                    arguments.get("certificate").map(Path::of));
        }
        show(network);
    }

    private static void owner(Path key, Arguments arguments) throws LaunchException {
        String publicKey = OwnerPaper.write(
                key, needed(arguments, "owner"), needed(arguments, "node"), Path.of(needed(arguments, "out")));
        System.out.println("owner's public key " + publicKey);
    }

    private static void trust(Path folder, List<String> words) throws LaunchException {
        TrustList list = TrustList.of(folder);
        if (!words.isEmpty()) {
            boolean fits = words.size() == 2 && List.of("add", "remove").contains(words.get(0));
            if (!fits) {
                throw LaunchException.usage("network trust takes add or remove, and a node id or an owner's name");
            }
            boolean changed = list.change(words.get(0).equals("add"), words.get(1));
            System.err.println(
                    changed
                            ? "changed; copy each authority-N/etc/org.port17.authority.cfg to its machine again"
                            : "nothing to change");
        }
        list.lines().forEach(System.out::println);
    }

    private static String needed(Arguments arguments, String option) throws LaunchException {
        return arguments
                .get(option)
                .orElseThrow(() -> LaunchException.usage("--" + option + " is missing: --help says what it is"));
    }
}
