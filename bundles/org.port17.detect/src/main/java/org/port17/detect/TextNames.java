package org.port17.detect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of protocols whose first message is a line of text. */
final class TextNames {
    private static final Set<String> METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "OPTIONS",
            "PATCH",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "REPORT",
            "MKCOL",
            "COPY",
            "MOVE",
            "LOCK",
            "UNLOCK",
            "SEARCH",
            "NOTIFY",
            "SUBSCRIBE",
            "SOURCE",
            "DESCRIBE",
            "SETUP",
            "ANNOUNCE",
            "INVITE",
            "REGISTER",
            "MESSAGE");

    /** Whole starts that only one protocol has. */
    private static final List<Map.Entry<String, Protocol>> STARTS = List.of(
            Map.entry("PRI * HTTP/2.0\r\n", Protocol.HTTP2),
            Map.entry("@RSYNCD:", Protocol.RSYNC),
            Map.entry("RFB 003.", Protocol.VNC),
            Map.entry("( 2 ( ", Protocol.SVN),
            Map.entry("( success (", Protocol.SVN),
            Map.entry("DIST0000", Protocol.DISTCC),
            Map.entry("JDWP-Handshake", Protocol.JAVA_DEBUG),
            Map.entry("BEGIN AUTH REQUEST", Protocol.CVS),
            Map.entry("BEGIN VERIFICATION REQUEST", Protocol.CVS),
            Map.entry("PROXY TCP", Protocol.PROXY_HEADER),
            Map.entry("PROXY UNKNOWN", Protocol.PROXY_HEADER),
            Map.entry("CONNECT {", Protocol.NATS),
            Map.entry("CONNECT\n", Protocol.STOMP),
            Map.entry("CONNECT\r\n", Protocol.STOMP),
            Map.entry("STOMP\n", Protocol.STOMP),
            Map.entry("STOMP\r\n", Protocol.STOMP),
            Map.entry("?WATCH", Protocol.GPSD),
            Map.entry("?VERSION", Protocol.GPSD),
            Map.entry("CAP LS", Protocol.IRC),
            Map.entry("CAP REQ", Protocol.IRC),
            Map.entry("NICK ", Protocol.IRC),
            Map.entry("<stream:stream", Protocol.XMPP));

    /** First words, unless {@link #byPort} knows better. */
    private static final Map<String, Protocol> WORDS = Map.ofEntries(
            Map.entry("EHLO", Protocol.SMTP),
            Map.entry("HELO", Protocol.SMTP),
            Map.entry("LHLO", Protocol.LMTP),
            Map.entry("CAPA", Protocol.POP3),
            Map.entry("APOP", Protocol.POP3),
            Map.entry("STLS", Protocol.POP3),
            Map.entry("MODE", Protocol.NNTP),
            Map.entry("CAPABILITIES", Protocol.NNTP),
            Map.entry("AUTHINFO", Protocol.NNTP),
            Map.entry("USER", Protocol.FTP),
            Map.entry("AUTH", Protocol.FTP),
            Map.entry("FEAT", Protocol.FTP),
            Map.entry("CLIENT", Protocol.DICT),
            Map.entry("DEFINE", Protocol.DICT),
            Map.entry("SHOW", Protocol.DICT),
            Map.entry("PING", Protocol.REDIS),
            Map.entry("GET", Protocol.MEMCACHED),
            Map.entry("GETS", Protocol.MEMCACHED),
            Map.entry("SET", Protocol.MEMCACHED),
            Map.entry("STATS", Protocol.MEMCACHED),
            Map.entry("VERSION", Protocol.MEMCACHED),
            Map.entry("RESERVE", Protocol.BEANSTALK),
            Map.entry("USE", Protocol.BEANSTALK),
            Map.entry("PASS", Protocol.IRC),
            Map.entry("STARTTLS", Protocol.MANAGESIEVE));

    private static final Set<String> TAGGED =
            Set.of("CAPABILITY", "LOGIN", "STARTTLS", "AUTHENTICATE", "ID", "NOOP", "LOGOUT", "SELECT", "ENABLE");

    private static final Pattern REDIS_ARRAY = Pattern.compile("\\*\\d{1,4}\r\n\\$\\d");
    private static final Pattern SYSLOG_PRIORITY = Pattern.compile("(?s)<\\d{1,3}>.");

    private TextNames() {}

    private static String firstLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                return text.substring(0, i);
            }
        }
        return text;
    }

    static Protocol of(byte[] data, int size, int port) {
        String text = new String(data, 0, size, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, Protocol> start : STARTS) {
            if (text.startsWith(start.getKey())) {
                return start.getValue();
            }
        }
        String line = firstLine(text);
        String[] words = line.split(" ", 4);
        String word = words[0].toUpperCase(Locale.ROOT);
        if (words.length >= 3 && METHODS.contains(word)) {
            Protocol web = web(word, words[1], line, text);
            if (web != Protocol.UNKNOWN) {
                return web;
            }
        }
        if (text.startsWith("<?xml") && text.contains("stream:stream")) {
            return Protocol.XMPP;
        }
        if (size > 8 && text.startsWith("git-", 4)) {
            return Protocol.GIT;
        }
        if (text.startsWith("*") && REDIS_ARRAY.matcher(text).lookingAt()) {
            return Protocol.REDIS;
        }
        if (text.startsWith("<") && SYSLOG_PRIORITY.matcher(text).lookingAt()) {
            return Protocol.SYSLOG;
        }
        if (words.length >= 2 && TAGGED.contains(words[1].toUpperCase(Locale.ROOT)) && word.length() <= 16) {
            return Protocol.IMAP;
        }
        if (!line.chars().allMatch(c -> c >= 0x20 && c < 0x7f || c == '\t')) {
            return Protocol.UNKNOWN;
        }
        Protocol byPort = byPort(port, line, text);
        if (byPort != Protocol.UNKNOWN || text.length() == word.length()) {
            return byPort;
        }
        return WORDS.getOrDefault(word, Protocol.UNKNOWN);
    }

    private static Protocol web(String method, String target, String line, String text) {
        if (line.endsWith(" RTSP/1.0")) {
            return Protocol.RTSP;
        }
        if (line.endsWith(" SIP/2.0")) {
            return Protocol.SIP;
        }
        if (method.equals("SOURCE") || line.endsWith(" ICE/1.0")) {
            return Protocol.ICECAST;
        }
        if (!line.contains(" HTTP/1.")) {
            return Protocol.UNKNOWN;
        }
        String head = text.toLowerCase(Locale.ROOT);
        if (method.equals("CONNECT") || target.contains("://")) {
            return Protocol.HTTP_PROXY;
        }
        if (head.contains("upgrade: websocket")) {
            return Protocol.WEBSOCKET;
        }
        return head.contains("content-type: application/ipp") ? Protocol.IPP : Protocol.HTTP;
    }

    /** A line of text on a port whose protocol is made of lines. */
    private static Protocol byPort(int port, String line, String text) {
        Protocol usual = Ports.usual(port);
        boolean ended = text.length() > line.length();
        return switch (usual) {
            case WHOIS,
                    FINGER,
                    GOPHER,
                    IDENT,
                    GRAPHITE,
                    MPD,
                    SMTP,
                    POP3,
                    IMAP,
                    NNTP,
                    FTP,
                    LMTP,
                    MANAGESIEVE,
                    DICT,
                    REDIS,
                    MEMCACHED,
                    BEANSTALK,
                    IRC,
                    GPSD,
                    TELNET -> ended ? usual : Protocol.UNKNOWN;
            default -> Protocol.UNKNOWN;
        };
    }
}
