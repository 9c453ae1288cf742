package org.port17.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Decides from a client's first bytes whether its connection is encrypted, and goes on checking that it stays so. One for
 * each connection; fed with every byte of the client's direction before it leaves, in pieces of any size.
 *
 * <p>Guarantee: {@link Finding#ENCRYPTED} only after a whole, sound TLS ClientHello or SSH identification, when nothing
 * fed so far breaks their rules; a port never makes it so, and {@link Finding#PLAINTEXT} is never taken back. A start that
 * is not encrypted is recognised at its first byte that shows it. At most {@value #MOST} bytes are waited for, about twice
 * that is kept until the decision and about a kilobyte after it, until {@link #forget}; work per byte is constant. Not for several threads.
 */
public final class Recogniser {
    /** Most bytes before the decision. */
    public static final int MOST = 16 * 1024;

    private static final int TLS = 0x16;
    private static final int LOOK = 256;
    private final int port;
    private final boolean demanded;
    private byte[] said = new byte[64];
    private int size;
    private Follower follower;
    private Finding finding = Finding.UNDECIDED;
    private Protocol protocol;
    private String reason = "";

    /** @param port of the destination; where servers speak first the finding is {@link Finding#PLAINTEXT} at once */
    public Recogniser(int port) {
        this(port, false);
    }

    /**
     * @param port of the destination
     * @param upgrade whether a connection that begins in the clear must come to TLS (STARTTLS) or is cut; then nothing but
     *     the way to it passes before
     */
    public Recogniser(int port, boolean upgrade) {
        this.port = port;
        this.demanded = upgrade;
        if (Ports.serverSpeaksFirst(port)) {
            plaintext();
        }
    }

    /** Whether a server speaks first on that port, so that a connection to it is plaintext before a byte was said. */
    public static boolean serverSpeaksFirst(int port) {
        return Ports.serverSpeaksFirst(port);
    }

    /**
     * Takes what the client said next.
     *
     * @return what is known now; {@link Finding#BROKEN} if none of these bytes may leave
     */
    public Finding feed(byte[] data, int offset, int length) {
        if (length == 0) {
            return finding;
        }
        switch (finding) {
            case UNDECIDED -> decide(data, offset, length);
            case ENCRYPTED -> {
                if (!follower.follows(data, offset, length)) {
                    breakOff(protocol.name() + " stopped: what followed its start is something else");
                }
            }
            case PLAINTEXT -> {
                remember(data, offset, length);
                watch(data, offset, length);
            }
            case BROKEN -> {
                // Nothing mends it.
            }
        }
        return finding;
    }

    /** The same for the bytes between a buffer's position and limit, which stay as they are. Copies what it must look at. */
    public Finding feed(ByteBuffer data) {
        int at = data.position();
        int end = data.limit();
        if (data.hasArray()) {
            return feed(data.array(), data.arrayOffset() + at, end - at);
        }
        while (at < end) {
            boolean decided = finding == Finding.ENCRYPTED || finding == Finding.PLAINTEXT && size >= Names.LOOK;
            at += decided ? follower.skip(end - at) : 0;
            byte[] piece = new byte[Math.min(end - at, decided ? LOOK : end - at)];
            data.get(at, piece);
            feed(piece, 0, piece.length);
            at += piece.length;
        }
        return finding;
    }

    /** How many of the last bytes fed must wait until more came, since they may yet turn out not to fit. A few dozen at most. */
    public int held() {
        return finding == Finding.ENCRYPTED ? follower.held() : 0;
    }

    /** Nothing more will come in time: what is undecided is plaintext. */
    public Finding giveUp() {
        if (finding == Finding.UNDECIDED) {
            plaintext();
            watch(said, 0, size);
        }
        return finding;
    }

    /**
     * The other side has answered, so the name is as good as it will be: what the connection began with is overwritten. Without effect
     * before the decision and on who has said nothing.
     */
    public void forget() {
        if (finding == Finding.PLAINTEXT && said != null && size > 0) {
            protocol = protocol();
            drop();
        }
    }

    private void drop() {
        if (said != null) {
            Arrays.fill(said, (byte) 0);
            said = null;
            size = Names.LOOK;
        }
    }

    public Finding finding() {
        return finding;
    }

    /** The best name so far, for people. Of a connection that said nothing, what its port suggests. */
    public Protocol protocol() {
        return protocol != null ? protocol : said == null ? Protocol.UNKNOWN : Names.of(said, size, port);
    }

    /** Why it is {@link Finding#BROKEN}; else empty. */
    public String reason() {
        return reason;
    }

    private void decide(byte[] data, int offset, int length) {
        if (follower == null) {
            follower = data[offset] == TLS ? new TlsFollower() : data[offset] == 'S' ? new SshFollower() : null;
        }
        boolean fits = follower != null && follower.follows(data, offset, length);
        if (fits && follower.certain()) {
            finding = Finding.ENCRYPTED;
            protocol = follower instanceof TlsFollower ? Protocol.TLS : Protocol.SSH;
            drop();
        } else if (fits && size + length <= MOST) {
            keep(data, offset, length);
        } else {
            byte[] before = Arrays.copyOf(said, size);
            remember(data, offset, length);
            plaintext();
            watch(before, 0, before.length);
            watch(data, offset, length);
        }
    }

    private void plaintext() {
        finding = Finding.PLAINTEXT;
        follower = new Upgrade(demanded, Ports.usual(port));
    }

    private void watch(byte[] data, int offset, int length) {
        if (finding == Finding.PLAINTEXT && !follower.follows(data, offset, length)) {
            breakOff(
                    ((Upgrade) follower).asked()
                            ? "the application asked for TLS (STARTTLS) and went on without it"
                            : "the port demands TLS (STARTTLS) and the application did not start it");
        }
    }

    private void breakOff(String why) {
        protocol = protocol();
        finding = Finding.BROKEN;
        reason = why;
        follower = null;
        drop();
    }

    private void keep(byte[] data, int offset, int length) {
        if (size + length > said.length) {
            byte[] shorter = said;
            said = Arrays.copyOf(shorter, Math.max(size + length, 2 * shorter.length));
            Arrays.fill(shorter, (byte) 0);
        }
        System.arraycopy(data, offset, said, size, length);
        size += length;
    }

    /** Keeps as much as a name may need. */
    private void remember(byte[] data, int offset, int length) {
        if (said != null && size < Names.LOOK) {
            keep(data, offset, Math.min(length, Names.LOOK - size));
        }
    }
}
