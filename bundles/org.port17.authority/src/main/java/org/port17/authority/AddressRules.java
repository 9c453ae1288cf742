package org.port17.authority;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.AddressRanges;

/**
 * Which addresses an authority dials to see who is there. Anybody may announce a node at any address, so this is what keeps
 * an authority from dialling into its own network, or strangers' small ports.
 *
 * @param local whether addresses that are not public count too, without bounds on how often they are dialled
 * @param ports the ports that may be dialled
 * @param recheck how often a proven address is dialled again
 */
record AddressRules(boolean local, List<Ports> ports, Duration recheck) {
    private static final String PART = "(?:0|[1-9][0-9]{0,2})";
    private static final Pattern SHAPE = Pattern.compile("(?:[^@/]*@)?(\\[[0-9a-fA-F:.]{2,45}\\]|localhost|" + PART
            + "(?:\\." + PART + "){3}):([0-9]{1,5})(?:/[^@]*)?");

    /** From the first to the last, both included. */
    record Ports(int first, int last) {
        boolean hold(int port) {
            return port >= first && port <= last;
        }
    }

    /**
     * Where a dial goes.
     *
     * @param address of the machine, whatever the port
     * @param prefix 24 bits of an IPv4 address, 48 of an IPv6 address: about what one customer holds
     * @param bounded whether it is a stranger's until it proved otherwise
     */
    record Target(String address, String prefix, boolean bounded) {}

    AddressRules {
        ports = List.copyOf(ports);
    }

    /** @throws Port17Exception TARGET_DENIED that says why it is not dialled */
    Target target(Endpoint endpoint) throws Port17Exception {
        Matcher shape = SHAPE.matcher(endpoint.address());
        if (!shape.matches()) {
            // Perhaps a transport with addresses of its own kind; nothing is known of where it leads.
            require(local, "an address is no literal");
            return new Target(endpoint.text(), endpoint.text(), false);
        }
        String host = shape.group(1).replace("localhost", "127.0.0.1").replaceAll("[\\[\\]]", "");
        Optional<byte[]> bytes = AddressLiteral.of(host);
        require(bytes.isPresent(), "an address is no literal");
        int port = Integer.parseInt(shape.group(2));
        boolean everybodys = isPublic(bytes.get());
        require(local || everybodys, "an address is not a public one");
        require(ports.stream().anyMatch(p -> p.hold(port)), "a port is not one of those that this authority dials");
        String whole = HexFormat.of().formatHex(bytes.get());
        return new Target(whole, prefix(bytes.get()), everybodys);
    }

    /** @throws Port17Exception TARGET_DENIED if any of them is not dialled */
    void check(List<Endpoint> endpoints) throws Port17Exception {
        for (Endpoint endpoint : endpoints) {
            target(endpoint);
        }
    }

    /** The part of an address that names about one customer; empty for an address of a local network, which is not counted. */
    String origin(InetAddress caller) {
        byte[] bytes = caller.getAddress();
        return local && !isPublic(bytes) ? "" : prefix(bytes);
    }

    private static String prefix(byte[] address) {
        return HexFormat.of().formatHex(Arrays.copyOf(address, address.length == 4 ? 3 : 6));
    }

    private static boolean isPublic(byte[] address) {
        try {
            return AddressRanges.isPublic(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a literal has 4 or 16 bytes", e);
        }
    }

    private static void require(boolean condition, String otherwise) throws Port17Exception {
        if (!condition) {
            throw new Port17Exception(ErrorKind.TARGET_DENIED, "the node is not taken: " + otherwise);
        }
    }
}
