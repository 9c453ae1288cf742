package org.port17.detect;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds where a client, in the clear, asks its server to go on in TLS: by a line (SMTP, LMTP, IMAP, POP, NNTP, FTP, IRC,
 * ManageSieve), an XML element (XMPP) or a message (PostgreSQL, MySQL, LDAP, RDP). Looks at a connection's start only.
 */
final class TlsRequest {
    /** A line in a mail is no command. */
    private static final int LINES_MOST = 16;

    private static final int BYTES_MOST = 4096;
    private static final int MESSAGE_MOST = 128;
    private static final int LINE_MOST = 64;
    private static final String ELEMENT = "<starttls";
    private static final byte[] LDAP_OID = "1.3.6.1.4.1.1466.20037".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern POSTGRESQL = Pattern.of("00 00 00 08 04 D2 16 2F");
    private static final Pattern POSTGRESQL_SECOND = Pattern.of("00 00 00 08 04 D2 16 30 00 00 00 08 04 D2 16 2F");
    private static final Pattern MYSQL = Pattern.of("20 00 00 01");
    private static final Pattern TPKT = Pattern.of("03 00 00 ?? ?? E0");

    private final byte[] start = new byte[MESSAGE_MOST];
    private final StringBuilder line = new StringBuilder();
    private int total;
    private int lines;
    private int element;
    private Kind kind;

    /** How it was asked for, which says what may follow when the server refuses. */
    enum Kind {
        LINE,
        TAGGED_LINE,
        MESSAGE
    }

    /** @return whether this byte completes the request */
    boolean completes(byte b) {
        if (total < MESSAGE_MOST) {
            start[total] = b;
        }
        total++;
        if (total <= MESSAGE_MOST && message(total)) {
            kind = Kind.MESSAGE;
        } else if (element(b)) {
            kind = Kind.MESSAGE;
        } else if (b == '\n') {
            String text = line.toString().trim().toUpperCase(Locale.ROOT);
            lines = isLast(text) ? LINES_MOST : lines + 1;
            kind = ofLine(text);
            line.setLength(0);
        } else if (line.length() < LINE_MOST) {
            line.append((char) (b & 0xff));
        }
        return kind != null;
    }

    Kind kind() {
        return kind;
    }

    /** Whether nobody asks any more this late. */
    boolean over() {
        return lines >= LINES_MOST || total >= BYTES_MOST;
    }

    /** What follows is a mail or a web page's form. */
    private static boolean isLast(String text) {
        return text.equals("DATA") || text.contains(" HTTP/1.");
    }

    private static Kind ofLine(String text) {
        return switch (text) {
            case "STARTTLS", "STLS", "AUTH TLS", "AUTH SSL", "AUTH TLS-C", "AUTH TLS-P" -> Kind.LINE;
            default -> {
                int blank = text.indexOf(' ');
                yield blank > 0 && text.substring(blank + 1).equals("STARTTLS") ? Kind.TAGGED_LINE : null;
            }
        };
    }

    private boolean element(byte b) {
        if (element == ELEMENT.length()) {
            return b == '>';
        }
        element = b == ELEMENT.charAt(element) ? element + 1 : b == '<' ? 1 : 0;
        return false;
    }

    private boolean message(int size) {
        return switch (start[0]) {
            case 0 ->
                size == 8 && POSTGRESQL.starts(start, size) || size == 16 && POSTGRESQL_SECOND.starts(start, size);
            // The client's flags with the one for TLS, and nothing of the login yet.
            case 0x20 -> size == 36 && MYSQL.starts(start, size) && (start[5] & 0x08) != 0;
            case 0x30 -> size == 2 + start[1] && holds(LDAP_OID, size);
            case 3 -> size >= 19 && size == (start[3] & 0xff) && TPKT.starts(start, size) && asksForTls(size - 8);
            default -> false;
        };
    }

    /** RDP_NEG_REQ of [MS-RDPBCGR] 2.2.1.1.1 with anything but the protocol's own encryption. */
    private boolean asksForTls(int at) {
        return start[at] == 1 && start[at + 2] == 8 && start[at + 3] == 0 && start[at + 4] != 0;
    }

    private boolean holds(byte[] part, int size) {
        for (int from = 0; from + part.length <= size; from++) {
            if (java.util.Arrays.equals(start, from, from + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
