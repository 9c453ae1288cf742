package org.port17.detect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Plaintext in disguise, made of captured flows. Each mutant is fed in pieces as a client's gate would be; what the
 * recogniser lets pass while it says {@link Finding#ENCRYPTED} went through an untrusted exit.
 */
final class Mutants {
    /** What is done to a flow. */
    enum Kind {
        /** On a port where TLS lives. */
        TLS_PORT,
        /** Behind a record's head, or the first bytes of a hello. */
        TLS_PREFIX,
        /** Behind a whole hello. */
        AFTER_HELLO,
        /** Behind a hello and records. */
        AFTER_RECORDS,
        /** Behind SSH's identification. */
        AFTER_SSH_LINE,
        /** Behind a wish for TLS that was refused; over a trusted exit, where it must be cut. */
        REFUSED_STARTTLS
    }

    private static final int[] TLS_PORTS = {443, 465, 563, 636, 853, 989, 990, 993, 995, 5061, 5671, 6697, 8443, 8883};
    private static final String[] WISHES = {
        "EHLO me\r\nSTARTTLS\r\n", "a1 STARTTLS\r\n", "CAPA\r\nSTLS\r\n", "AUTH TLS\r\n", "STARTTLS\r\n"
    };
    private static final byte[] SSH = Samples.ascii("SSH-2.0-OpenSSH_9.2p1\r\n");

    private final Random random;
    private final List<byte[]> plain = new ArrayList<>();
    /** Those that do not come to TLS themselves. */
    private final List<byte[]> neverTls = new ArrayList<>();

    private final List<byte[]> hellos = new ArrayList<>();
    private final Map<Kind, Integer> made = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> leaked = new EnumMap<>(Kind.class);

    Mutants(long seed, List<Corpus.Flow> flows) throws IOException {
        random = new Random(seed);
        for (Corpus.Flow flow : flows) {
            if (!flow.encrypted() && !flow.randomLooking()) {
                byte[] start = Arrays.copyOf(flow.said(), Math.min(flow.said().length, 512));
                plain.add(start);
                if (!holdsHello(flow.said())) {
                    neverTls.add(start);
                }
            } else if (flow.label().equals("tls")) {
                hello(flow.said());
            }
        }
    }

    private static boolean holdsHello(byte[] said) {
        for (int i = 0; i + 1 < said.length; i++) {
            if (said[i] == 22 && said[i + 1] == 3) {
                return true;
            }
        }
        return false;
    }

    /** The hello alone: its last byte is the one that decides. */
    private void hello(byte[] said) {
        Recogniser recogniser = new Recogniser(443);
        for (int i = 0; i < said.length; i++) {
            if (recogniser.feed(said, i, 1) == Finding.ENCRYPTED) {
                hellos.add(Arrays.copyOf(said, i + 1));
                return;
            }
        }
    }

    void run(int count) {
        Kind[] kinds = Kind.values();
        for (int i = 0; i < count; i++) {
            one(kinds[i % kinds.length]);
        }
    }

    int leaks() {
        return leaked.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many of each kind, and how many got through. */
    @Override
    public String toString() {
        return "made " + made + ", got through " + leaked;
    }

    private byte[] any(List<byte[]> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void one(Kind kind) {
        byte[] text = altered(any(kind == Kind.REFUSED_STARTTLS ? neverTls : plain));
        byte[] before = switch (kind) {
            case TLS_PORT -> new byte[0];
            case TLS_PREFIX -> prefix();
            case AFTER_HELLO -> any(hellos);
            case AFTER_RECORDS -> Samples.join(any(hellos), Samples.record(20, new byte[] {1}), sealed(), sealed());
            case AFTER_SSH_LINE -> SSH;
            case REFUSED_STARTTLS -> Samples.ascii(WISHES[random.nextInt(WISHES.length)]);
        };
        boolean through = kind == Kind.REFUSED_STARTTLS ? goesOn(before, text) : passes(before, text);
        made.merge(kind, 1, Integer::sum);
        leaked.merge(kind, through ? 1 : 0, Integer::sum);
    }

    /** Some bytes changed, as other clients and other requests would have them; the first stays what it is. */
    private byte[] altered(byte[] text) {
        byte[] copy = text.clone();
        for (int n = random.nextInt(4); n > 0 && copy.length > 1; n--) {
            copy[1 + random.nextInt(copy.length - 1)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    private byte[] prefix() {
        byte[] hello = any(hellos);
        return switch (random.nextInt(3)) {
            // The last bytes of a hello without extensions could be those of a plaintext.
            case 0 -> Arrays.copyOf(hello, 1 + random.nextInt(Math.min(64, hello.length - 16)));
            case 1 -> Arrays.copyOf(hello, 5);
            default ->
                new byte[] {22, 3, (byte) random.nextInt(5), (byte) random.nextInt(65), (byte) random.nextInt(256), 1};
        };
    }

    private byte[] sealed() {
        byte[] body = new byte[40 + random.nextInt(400)];
        random.nextBytes(body);
        return Samples.record(23, body);
    }

    /** Whether a byte of the text passes as encrypted. */
    private boolean passes(byte[] before, byte[] text) {
        byte[] all = Samples.join(before, text);
        Recogniser recogniser = new Recogniser(TLS_PORTS[random.nextInt(TLS_PORTS.length)]);
        int most = 1 << random.nextInt(12);
        for (int at = 0; at < all.length; ) {
            int n = Math.min(1 + random.nextInt(most), all.length - at);
            at += n;
            if (recogniser.feed(all, at - n, n) == Finding.ENCRYPTED && at - recogniser.held() > before.length) {
                return true;
            }
        }
        return false;
    }

    /** Whether more passes than the letters that a farewell or the same wish begins with. */
    private boolean goesOn(byte[] wish, byte[] text) {
        Recogniser recogniser = new Recogniser(random.nextBoolean() ? 25 : 443);
        Samples.feed(recogniser, wish, 1 + random.nextInt(wish.length));
        int passed = 0;
        int most = 1 << random.nextInt(10);
        for (int at = 0; at < text.length; ) {
            int n = Math.min(1 + random.nextInt(most), text.length - at);
            if (recogniser.feed(text, at, n) == Finding.BROKEN) {
                return false;
            }
            passed += n;
            at += n;
        }
        return passed > 24 || recogniser.finding() == Finding.ENCRYPTED;
    }
}
