package org.port17.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.port17.api.Destination;
import org.port17.api.IpAddress;
import org.port17.api.Port17Exception;

/** Reads what stands behind {@code host}, {@code domain}, {@code net} and {@code port}. */
final class Targets {
    /** The dots that IDN knows. */
    private static final Pattern DOTS = Pattern.compile("[.\u3002\uff0e\uff61]");

    /** What older and newer IDN rules write differently: ß, final sigma, the joiners. */
    private static final Pattern TWO_WAYS = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

    private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final int ANY_PORT = 1;

    private Targets() {}

    /** An address as the network that holds only it; empty if the word is a name. */
    static List<Network> address(Word word) throws Mistake {
        String host = normal(word, plain(word));
        if (host.indexOf(':') < 0 && !IpAddress.looksLikeV4(host)) {
            return List.of();
        }
        return List.of(new Network(literal(word, host), Network.ALL_BITS));
    }

    static boolean hasStar(Word word) {
        return word.text().indexOf('*') >= 0;
    }

    /** @param below whether the names below it are meant too */
    static NamePattern name(Word word, boolean below) throws Mistake {
        String text = plain(word);
        if (!hasStar(word)) {
            return new NamePattern(List.of(normal(word, text).split("\\.")), below);
        }
        List<String> labels = new ArrayList<>();
        int length = -1;
        for (String label : DOTS.split(text, -1)) {
            String read = label.equals(NamePattern.ANY_LABEL) ? label : label(word, label);
            length += 1 + read.length();
            labels.add(read);
        }
        if (length > Destination.MAX_HOST) {
            throw new Mistake(word, "a host name has at most " + Destination.MAX_HOST + " characters");
        }
        List<String> named =
                labels.stream().filter(l -> !l.equals(NamePattern.ANY_LABEL)).toList();
        boolean numbers = !named.isEmpty() && named.stream().allMatch(IpAddress::looksLikeV4);
        if (numbers || IpAddress.looksLikeV4(labels.get(labels.size() - 1))) {
            throw new Mistake(word, "an address has no '*': write net and a prefix, such as net 192.0.2.0/24");
        }
        return new NamePattern(labels, below);
    }

    private static String label(Word word, String label) throws Mistake {
        if (label.indexOf('*') >= 0) {
            throw new Mistake(word, "'*' stands for one whole part between two dots and for nothing less");
        }
        String suffix = ".x"; // so that a label of digits is not taken for an address
        String read = normal(word, label + suffix);
        String bare = read.substring(0, read.length() - suffix.length());
        if (bare.indexOf('.') >= 0) {
            throw new Mistake(word, "this is not a host name");
        }
        return bare;
    }

    private static String plain(Word word) throws Mistake {
        String text = word.text();
        if (text.indexOf('/') >= 0) {
            throw new Mistake(
                    word,
                    text.contains("://")
                            ? "write the host's name only, without what stands before and behind it in a web address"
                            : "a '/' belongs to a network: write net instead");
        }
        if (text.startsWith(".")) {
            throw new Mistake(word, "leave out the first dot: domain means the name and every name below it");
        }
        if (TWO_WAYS.matcher(text).find()) {
            throw new Mistake(
                    word,
                    "this name holds a letter that can be written in two ways in a domain name (such as ß or ss):"
                            + " write both names in their ASCII form, which starts with xn-- where needed");
        }
        return text;
    }

    private static String normal(Word word, String text) throws Mistake {
        try {
            return Destination.of(text, ANY_PORT).host();
        } catch (Port17Exception e) {
            throw new Mistake(word, "this is no host name and no address" + portHint(text));
        }
    }

    private static String portHint(String text) {
        return text.matches("[^:]+:[0-9]+") ? ": write the port as port and its number" : "";
    }

    private static IpAddress literal(Word word, String host) throws Mistake {
        try {
            return host.indexOf(':') >= 0 ? IpAddress.parseV6(host) : IpAddress.parseV4(host);
        } catch (Port17Exception e) {
            throw new Mistake(word, "this is no address");
        }
    }

    static Network network(Word word) throws Mistake {
        String text = word.text();
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean v6 = address.indexOf(':') >= 0;
        if (!v6 && !DOTTED.matcher(address).matches()) {
            throw new Mistake(word, "a network is an address and a prefix, such as 192.0.2.0/24 or 2001:db8::/32");
        }
        if (!v6 && address.matches("(.*\\.)?0[0-9].*")) {
            throw new Mistake(word, "leave out the zeros in front: some programs read such numbers as octal");
        }
        int most = v6 ? 128 : 32;
        int bits = slash < 0 ? most : (int) number(word, text.substring(slash + 1), 0, most, "a prefix");
        Network network = new Network(literal(word, address), v6 ? bits : bits + Network.MAPPED_BITS);
        if (!network.clean()) {
            throw new Mistake(word, "the address has bits behind the prefix: write the first address of the network");
        }
        return network;
    }

    static Ports ports(List<Word> words) throws Mistake {
        List<Ports.Range> ranges = new ArrayList<>();
        for (Word word : words) {
            int dash = word.text().indexOf('-');
            String first = dash < 0 ? word.text() : word.text().substring(0, dash);
            String last = dash < 0 ? word.text() : word.text().substring(dash + 1);
            Ports.Range range = new Ports.Range((int) number(word, first, 1, Ports.HIGHEST, "a port"), (int)
                    number(word, last, 1, Ports.HIGHEST, "a port"));
            if (range.first() > range.last()) {
                throw new Mistake(word, "the first port of a range is the lower one");
            }
            ranges.add(range);
        }
        return new Ports(ranges);
    }

    static long number(Word word, String digits, long least, long most, String what) throws Mistake {
        boolean good =
                digits.length() > 0 && digits.length() <= 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = good ? Long.parseLong(digits) : -1;
        if (!good || value < least || value > most) {
            throw new Mistake(word, what + " is a number from " + least + " to " + most);
        }
        return value;
    }
}
