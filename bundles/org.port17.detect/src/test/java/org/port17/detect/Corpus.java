package org.port17.detect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Captured flows; src/test/corpus/README.md says how they were made. */
final class Corpus {
    private Corpus() {}

    /**
     * What one client said first.
     *
     * @param label as {@link Protocol#label}
     * @param heldBack whether whoever writes rules must not look at it
     */
    record Flow(String name, String label, boolean encrypted, int port, boolean heldBack, byte[] said) {
        boolean datagram() {
            return label.equals("quic");
        }

        boolean randomLooking() {
            return label.equals("random-looking");
        }
    }

    static List<Flow> all() throws IOException {
        List<Flow> flows = new ArrayList<>();
        String index = new String(bytes("index.tsv"), StandardCharsets.UTF_8);
        for (String line : index.lines().toList()) {
            String[] column = line.split("\t");
            flows.add(new Flow(
                    column[0],
                    column[1],
                    column[2].equals("yes"),
                    Integer.parseInt(column[3]),
                    isHeldBack(column[0]),
                    bytes(column[0] + ".bin")));
        }
        return flows;
    }

    /** By the client's name, so that all of a client's flows are on one side. */
    static boolean isHeldBack(String name) {
        String client = name.replaceFirst("\\..*", "");
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(client.getBytes(StandardCharsets.UTF_8));
            return (hash[0] & 1) == 1;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = Corpus.class.getResourceAsStream("corpus/" + file)) {
            return in.readAllBytes();
        }
    }
}
