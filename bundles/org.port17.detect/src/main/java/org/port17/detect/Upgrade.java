package org.port17.detect;

/**
 * Watches a client that began in the clear. Whoever asked for TLS goes on in TLS, asks again or takes leave; nothing else
 * leaves any more, however the server answered. Where TLS is demanded, nothing but the way to it leaves before.
 */
final class Upgrade implements Follower {
    private static final int BYTES_MOST = 4096;
    private static final int LINES_MOST = 16;
    private static final int TLS = 0x16;
    private static final String[] TO_TLS = {
        "EHLO *",
        "HELO *",
        "LHLO *",
        "NOOP",
        "RSET",
        "CAPA",
        "CAPABILITY",
        "AUTH",
        "AUTH TLS",
        "AUTH SSL",
        "STARTTLS",
        "STLS",
        "QUIT",
        "LOGOUT"
    };
    private static final String[] TO_TLS_TAGGED = {"CAPABILITY", "ID *", "NOOP", "STARTTLS", "LOGOUT"};
    private static final String[] AGAIN = {"AUTH TLS", "AUTH SSL", "STARTTLS", "STLS", "QUIT"};
    private static final String[] AGAIN_TAGGED = {"STARTTLS", "LOGOUT"};

    private final boolean demanded;
    private TlsRequest request = new TlsRequest();
    private final XmppOpening xmpp;
    private CommandLines lines;
    private TlsFollower tls;
    private boolean asked;
    private boolean over;
    private boolean broken;
    private int total;

    /**
     * @param demanded whether what never comes to TLS is cut
     * @param usual what lives on the port
     */
    Upgrade(boolean demanded, Protocol usual) {
        this.demanded = demanded;
        this.xmpp = demanded && usual == Protocol.XMPP ? new XmppOpening() : null;
        if (demanded && xmpp == null) {
            boolean tagged = usual == Protocol.IMAP;
            lines = new CommandLines(tagged, tagged ? TO_TLS_TAGGED : TO_TLS);
        }
    }

    @Override
    public boolean certain() {
        return tls != null && tls.certain();
    }

    @Override
    public int held() {
        return tls == null ? 0 : tls.held();
    }

    @Override
    public int skip(int most) {
        return over ? most : tls == null ? 0 : tls.skip(most);
    }

    /** Whether TLS was asked for. */
    boolean asked() {
        return asked;
    }

    @Override
    public boolean follows(byte[] data, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i < end && !over && !broken; i++) {
            if (tls == null && data[i] == TLS && mayStart()) {
                tls = new TlsFollower();
                request = null;
            }
            if (tls != null) {
                broken = !tls.follows(data, i, end - i);
                return !broken;
            }
            clear(data[i]);
        }
        return !broken;
    }

    private boolean mayStart() {
        return asked ? lines == null || lines.atStart() : demanded && total == 0;
    }

    private void clear(byte b) {
        total++;
        if (asked || demanded) {
            broken = total > BYTES_MOST || !permits(b);
        }
        if (!asked && request.completes(b)) {
            asked = true;
            total = 0;
            lines = switch (request.kind()) {
                case LINE -> new CommandLines(false, AGAIN);
                case TAGGED_LINE -> new CommandLines(true, AGAIN_TAGGED);
                case MESSAGE -> null;
            };
        } else if (!asked && !demanded && request.over()) {
            over = true;
            request = null;
        }
    }

    private boolean permits(byte b) {
        if (lines != null) {
            return lines.permits(b) && lines.lines() <= LINES_MOST;
        }
        return !asked && xmpp != null && xmpp.permits(b);
    }
}
