package org.port17.netmap.format;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * What a node says about itself. Guarantee: every field is within its bound.
 *
 * @param name 1 to 32 characters of {@code [a-z0-9-]}
 * @param owner 1 to 64 characters of {@code [A-Za-z0-9 ._@+-]}, no space at the ends
 * @param country ISO 3166-1 alpha-2, upper case; {@code ZZ} if unknown
 * @param as autonomous system number, 32 bits, 0 if unknown
 * @param endpoints at most 16, in order of preference; none means the node withdraws from the map
 * @param suites 1 to 32 distinct suite ids in order of preference
 * @param mlDsaDigest of the node's {@link MlDsaKey}; empty if it has none
 * @param certificate of the owner, if the node has one
 * @param mirror TCP port at which it hands out maps at its addresses; 0 if it does not
 * @param sequence grows with every record of the node; milliseconds since 1970 at signing
 */
public record NodeStatement(
        String name,
        String owner,
        String country,
        long as,
        boolean exit,
        List<Endpoint> endpoints,
        List<Integer> suites,
        String mlDsaDigest,
        Optional<OwnerCertificate> certificate,
        int mirror,
        long sequence) {
    public static final int MAX_NAME = 32;
    public static final int MAX_OWNER = 64;
    public static final int MAX_ENDPOINTS = 16;
    public static final int MAX_SUITES = 32;

    /** Its different schemes with commas between them: what one byte counts in the columns of a map. */
    public static final int MAX_SCHEMES = 255;

    public NodeStatement {
        endpoints = List.copyOf(endpoints);
        suites = List.copyOf(suites);
    }

    /** Of a node without a certificate of its owner. */
    public NodeStatement(
            String name,
            String owner,
            String country,
            long as,
            boolean exit,
            List<Endpoint> endpoints,
            List<Integer> suites,
            String mlDsaDigest,
            long sequence) {
        this(name, owner, country, as, exit, endpoints, suites, mlDsaDigest, Optional.empty(), 0, sequence);
    }

    /** Of a node without an ML-DSA key. */
    public NodeStatement(
            String name,
            String owner,
            String country,
            long as,
            boolean exit,
            List<Endpoint> endpoints,
            List<Integer> suites,
            long sequence) {
        this(name, owner, country, as, exit, endpoints, suites, "", sequence);
    }

    /** The same under another number. */
    public NodeStatement numbered(long number) {
        return new NodeStatement(
                name, owner, country, as, exit, endpoints, suites, mlDsaDigest, certificate, mirror, number);
    }

    /** The same of a node that hands out maps at this port. */
    public NodeStatement mirroring(int port) {
        return new NodeStatement(
                name, owner, country, as, exit, endpoints, suites, mlDsaDigest, certificate, port, sequence);
    }

    /** @return this, if every field is within its bound; else BAD_INPUT names the field */
    NodeStatement checked() throws Port17Exception {
        require(nameFits(name), "its name is not 1 to 32 characters of a-z, 0-9 and -");
        require(ownerFits(owner), "its owner is not 1 to 64 letters, digits, spaces or . _ @ + -");
        require(countryFits(country), "its country is not two upper-case letters");
        require(as >= 0 && as <= 0xffffffffL, "its autonomous system number has more than 32 bits");
        require(endpoints.size() <= MAX_ENDPOINTS, "it has more than 16 endpoints");
        require(new HashSet<>(endpoints).size() == endpoints.size(), "it names an endpoint twice");
        for (Endpoint endpoint : endpoints) {
            require(endpoint.address().chars().allMatch(c -> c > 0x20 && c < 0x7f), "an endpoint is not plain ASCII");
        }
        require(
                endpoints.stream()
                                .map(Endpoint::scheme)
                                .distinct()
                                .mapToInt(scheme -> scheme.length() + 1)
                                .sum()
                        <= MAX_SCHEMES + 1,
                "the schemes of its endpoints are longer than a map can say");
        requireSuites(suites, "node record");
        require(mlDsaDigest.isEmpty() || mlDsaDigest.matches("[0-9a-f]{64}"), "its ML-DSA digest is not 32 bytes");
        require(mirror >= 0 && mirror <= 0xffff, "its port for maps is none");
        require(sequence > 0, "its sequence number is not positive");
        return this;
    }

    public static boolean nameFits(String name) {
        return within(name, 1, MAX_NAME) && name.chars().allMatch(c -> lowerOrDigit(c) || c == '-');
    }

    public static boolean ownerFits(String owner) {
        return within(owner, 1, MAX_OWNER)
                && owner.equals(owner.strip())
                && owner.chars().allMatch(c -> lowerOrDigit(c) || upper(c) || " ._@+-".indexOf(c) >= 0);
    }

    public static boolean countryFits(String country) {
        return country.length() == 2 && country.chars().allMatch(NodeStatement::upper);
    }

    static void requireSuites(List<Integer> suites, String what) throws Port17Exception {
        boolean fits = !suites.isEmpty()
                && suites.size() <= MAX_SUITES
                && new HashSet<>(suites).size() == suites.size()
                && suites.stream().allMatch(id -> id > 0 && id <= 0xffff);
        if (!fits) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, what + ": needs 1 to 32 distinct suite numbers");
        }
    }

    private static boolean within(String text, int min, int max) {
        return text.length() >= min && text.length() <= max;
    }

    private static boolean lowerOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean upper(int c) {
        return c >= 'A' && c <= 'Z';
    }

    private static void require(boolean condition, String otherwise) throws Port17Exception {
        if (!condition) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "node record: " + otherwise);
        }
    }
}
