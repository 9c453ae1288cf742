package org.port17.detect;

import java.util.BitSet;

/** What a destination's port alone says. It never says that a connection is encrypted. */
final class Ports {
    /**
     * Where the server speaks first and a client waits for it, by the protocols' own texts. A connection there is decided
     * before a byte was said. Not 22: an SSH client speaks at once.
     */
    private static final int[] SERVER_FIRST = {
        13, 17, 19, 21, 23, 24, 25, 26, 37, 105, 106, 109, 110, 119, 143, 433, 587, 873, 2000, 2121, 2525, 2628, 2947,
        3306, 3307, 3690, 4190, 4222, 5038, 6600, 9051, 10809
    };
    /** Also RFB, one port per display. */
    private static final int RFB = 5900;

    private static final int DISPLAYS = 64;
    private static final BitSet FIRST = new BitSet(65536);

    static {
        for (int port : SERVER_FIRST) {
            FIRST.set(port);
        }
        FIRST.set(RFB, RFB + DISPLAYS);
    }

    private Ports() {}

    static boolean serverSpeaksFirst(int port) {
        return FIRST.get(port);
    }

    /** The protocol that usually lives there; {@link Protocol#UNKNOWN} if none does. */
    static Protocol usual(int port) {
        if (port >= RFB && port < RFB + DISPLAYS) {
            return Protocol.VNC;
        }
        return switch (port) {
            case 13, 37 -> Protocol.DAYTIME;
            case 21, 2121 -> Protocol.FTP;
            case 22 -> Protocol.SSH;
            case 23 -> Protocol.TELNET;
            case 24 -> Protocol.LMTP;
            case 25, 26, 587, 2525 -> Protocol.SMTP;
            case 43 -> Protocol.WHOIS;
            case 53 -> Protocol.DNS;
            case 70 -> Protocol.GOPHER;
            case 79 -> Protocol.FINGER;
            case 80, 8080 -> Protocol.HTTP;
            case 109, 110 -> Protocol.POP3;
            case 113 -> Protocol.IDENT;
            case 119, 433 -> Protocol.NNTP;
            case 143 -> Protocol.IMAP;
            case 515 -> Protocol.LPD;
            case 873 -> Protocol.RSYNC;
            case 2000, 4190 -> Protocol.MANAGESIEVE;
            case 2003 -> Protocol.GRAPHITE;
            case 2628 -> Protocol.DICT;
            case 2947 -> Protocol.GPSD;
            case 3306, 3307 -> Protocol.MYSQL;
            case 3690 -> Protocol.SVN;
            case 5222, 5269 -> Protocol.XMPP;
            case 4222 -> Protocol.NATS;
            case 6379 -> Protocol.REDIS;
            case 6600 -> Protocol.MPD;
            case 6667 -> Protocol.IRC;
            case 10809 -> Protocol.NBD;
            case 11211 -> Protocol.MEMCACHED;
            case 11300 -> Protocol.BEANSTALK;
            default -> Protocol.UNKNOWN;
        };
    }
}
