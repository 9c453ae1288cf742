package org.port17.netmap.format;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.http.AuthorityClient;
import org.port17.netmap.store.PrivateFiles;

/**
 * What one needs to join a network: who signs its maps, and where they are. A text of lines, signed by authorities. Whoever
 * hands the file over is trusted: it vouches for itself only so far that damage shows. {@link #fingerprint} is for people to
 * compare.
 *
 * @param name of the network, 1 to 32 characters of {@code [a-z0-9-]}
 * @param founded seconds since 1970
 * @param quorum who signs maps
 * @param sources base address of each authority, in the order of the quorum's keys
 * @param ownersCertified whether a node must prove its owner with a certificate
 */
public record NetworkFile(String name, long founded, Quorum quorum, List<URI> sources, boolean ownersCertified) {
    public static final int MAX_BYTES = 16_384;
    private static final String PURPOSE = "network";
    private static final String FIRST_LINE = "port17-network 1";

    public NetworkFile {
        sources = List.copyOf(sources);
    }

    /** The file, signed with these keys. */
    public String signed(List<SigningKey> keys) {
        StringBuilder text = new StringBuilder(message());
        byte[] message = message().getBytes(StandardCharsets.US_ASCII);
        for (SigningKey key : keys) {
            text.append("signature ")
                    .append(HexFormat.of().formatHex(key.publicKey()))
                    .append(' ')
                    .append(HexFormat.of().formatHex(key.sign(PURPOSE, message)))
                    .append('\n');
        }
        return text.toString();
    }

    /** The first 16 bytes of the SHA-256 of what is signed, in groups, for people to compare over another way. */
    public String fingerprint() {
        byte[] digest = Signatures.sha256(message().getBytes(StandardCharsets.US_ASCII));
        String hex = HexFormat.of().formatHex(digest, 0, 16);
        return String.join(" ", hex.split("(?<=\\G.{4})"));
    }

    private String message() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        text.append("name ").append(name).append('\n');
        text.append("founded ").append(founded).append('\n');
        text.append("quorum ").append(quorum.needed()).append('\n');
        text.append("owners ").append(ownersCertified ? "certified" : "free").append('\n');
        for (int i = 0; i < sources.size(); i++) {
            text.append("authority ")
                    .append(quorum.keys().get(i))
                    .append(' ')
                    .append(sources.get(i))
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * Parses and verifies.
     *
     * @throws Port17Exception CONFIG if it is no network file, was altered, or too few of its authorities signed it
     */
    public static NetworkFile parse(byte[] bytes) throws Port17Exception {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        List<String> lines = text.lines().toList();
        if (bytes.length > MAX_BYTES || lines.size() < 6 || !lines.get(0).equals(FIRST_LINE)) {
            throw bad("it does not start with \"" + FIRST_LINE + "\"");
        }
        List<String> keys = new ArrayList<>();
        List<URI> sources = new ArrayList<>();
        for (String line : all(lines, "authority ").toList()) {
            int space = Math.max(0, line.indexOf(' '));
            keys.add(line.substring(0, space));
            sources.add(AuthorityClient.parse(line.substring(space).strip(), "each authority's address"));
        }
        String owners = value(lines, 4, "owners");
        NetworkFile file = new NetworkFile(
                value(lines, 1, "name"),
                number(value(lines, 2, "founded")),
                Quorum.of(keys, (int) number(value(lines, 3, "quorum"))),
                sources,
                owners.equals("certified"));
        List<Quorum.Endorsement> endorsements = new ArrayList<>();
        StringBuilder signatures = new StringBuilder();
        for (String line : all(lines, "signature ").toList()) {
            signatures.append("signature ").append(line).append('\n');
            endorsements.add(endorsement(line));
        }
        byte[] message = file.message().getBytes(StandardCharsets.US_ASCII);
        if (!NodeStatement.nameFits(file.name) || !text.equals(file.message() + signatures)) {
            throw bad("a line is missing, unknown or malformed");
        }
        if (file.quorum.signers(PURPOSE, message, endorsements) < file.quorum.needed()) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, "the network file was altered, or too few of its authorities signed it");
        }
        return file;
    }

    /**
     * Reads and verifies a file.
     *
     * @param key of the configuration that names it, for messages
     * @throws Port17Exception CONFIG if it cannot be read or is no network file
     */
    public static NetworkFile read(String file, String key) throws Port17Exception {
        try {
            return parse(PrivateFiles.read(Path.of(file), MAX_BYTES, "the network file"));
        } catch (IOException | InvalidPathException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.LATER, key + " must name a network file that can be read", e);
        } catch (Port17Exception e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.NEVER, key + " names no network file: " + e.getMessage(), e);
        }
    }

    private static Quorum.Endorsement endorsement(String line) throws Port17Exception {
        if (!line.matches("[0-9a-f]{64} [0-9a-f]{128}")) {
            throw bad("a signature is malformed");
        }
        return new Quorum.Endorsement(
                HexFormat.of().parseHex(line.substring(0, 64)), HexFormat.of().parseHex(line.substring(65)));
    }

    private static Stream<String> all(List<String> lines, String word) {
        return lines.stream().filter(line -> line.startsWith(word)).map(line -> line.substring(word.length()));
    }

    private static String value(List<String> lines, int at, String word) throws Port17Exception {
        if (!lines.get(at).startsWith(word + " ")) {
            throw bad("line " + (at + 1) + " must begin with \"" + word + "\"");
        }
        return lines.get(at).substring(word.length() + 1);
    }

    private static long number(String text) throws Port17Exception {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, "the network file: a number is none", e);
        }
    }

    private static Port17Exception bad(String why) {
        return new Port17Exception(ErrorKind.CONFIG, "the network file: " + why);
    }
}
