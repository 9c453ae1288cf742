package org.port17.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.port17.detect.Samples.ascii;
import static org.port17.detect.Samples.feed;
import static org.port17.detect.Samples.join;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** First bytes after the protocols' own texts. The captured ones are in CorpusTest. */
class NamesTest {
    private final Set<Protocol> seen = EnumSet.noneOf(Protocol.class);

    private void says(Protocol protocol, int port, byte[] bytes) {
        for (int piece : new int[] {bytes.length, 1}) {
            Recogniser recogniser = new Recogniser(port);
            assertEquals(Finding.PLAINTEXT, feed(recogniser, bytes, piece), protocol.name());
            assertEquals(protocol, recogniser.protocol());
        }
        seen.add(protocol);
    }

    private void says(Protocol protocol, int port, String text) {
        says(protocol, port, ascii(text));
    }

    private void hex(Protocol protocol, int port, String digits) {
        says(protocol, port, HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    @Test
    void linesOfText() {
        says(Protocol.HTTP, 8000, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        says(Protocol.HTTP2, 80, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        says(Protocol.HTTP_PROXY, 3128, "CONNECT x:443 HTTP/1.1\r\n\r\n");
        says(Protocol.HTTP_PROXY, 3128, "GET http://x/ HTTP/1.1\r\n\r\n");
        says(Protocol.IPP, 631, "POST / HTTP/1.1\r\nContent-Type: application/ipp\r\n\r\n");
        says(Protocol.RTSP, 554, "OPTIONS rtsp://x/ RTSP/1.0\r\nCSeq: 1\r\n\r\n");
        says(Protocol.SIP, 5060, "REGISTER sip:x SIP/2.0\r\nVia: y\r\n\r\n");
        says(Protocol.ICECAST, 8000, "SOURCE /x ICE/1.0\r\n\r\n");
        says(Protocol.SMTP, 25, "EHLO x\r\n");
        says(Protocol.LMTP, 24, "LHLO x\r\n");
        says(Protocol.IMAP, 10_143, "a1 CAPABILITY\r\n");
        says(Protocol.POP3, 110, "USER x\r\n");
        says(Protocol.FTP, 21, "USER x\r\n");
        says(Protocol.NNTP, 119, "MODE READER\r\n");
        says(Protocol.IRC, 6667, "NICK x\r\nUSER x 0 * :x\r\n");
        says(Protocol.XMPP, 5222, "<?xml version='1.0'?><stream:stream to='x'>");
        says(Protocol.REDIS, 6379, "*1\r\n$4\r\nPING\r\n");
        says(Protocol.MEMCACHED, 11_211, "stats\r\n");
        says(Protocol.NATS, 4222, "CONNECT {\"verbose\":false}\r\n");
        says(Protocol.STOMP, 61_613, "CONNECT\naccept-version:1.2\n\n\0");
        says(Protocol.BEANSTALK, 11_300, "reserve\r\n");
        says(Protocol.GIT, 9418, "002egit-upload-pack /x.git\0host=x\0");
        says(Protocol.SVN, 3690, "( 2 ( edit-pipeline svndiff1 ) 9:svn://x/y ) ");
        says(Protocol.RSYNC, 873, "@RSYNCD: 31.0\n");
        says(Protocol.CVS, 2401, "BEGIN AUTH REQUEST\n/x\n");
        says(Protocol.FINGER, 79, "root\r\n");
        says(Protocol.WHOIS, 43, "example.org\r\n");
        says(Protocol.GOPHER, 70, "/\r\n");
        says(Protocol.DICT, 2628, "CLIENT x\r\n");
        says(Protocol.MPD, 6600, "status\n");
        says(Protocol.IDENT, 113, "6193, 23\r\n");
        says(Protocol.SYSLOG, 514, "<34>1 2003-10-11T22:14:15Z x su - - - hello\n");
        says(Protocol.GRAPHITE, 2003, "a.b 1 1700000000\n");
        says(Protocol.DISTCC, 3632, "DIST00000001ARGC00000004");
        says(Protocol.JAVA_DEBUG, 8787, "JDWP-Handshake");
        says(Protocol.GPSD, 2947, "?WATCH={\"enable\":true}\n");
        says(Protocol.MANAGESIEVE, 4190, "STARTTLS\r\n");
        says(Protocol.VNC, 5950, "RFB 003.008\n");
        says(Protocol.PROXY_HEADER, 80, "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n");
        assertTrue(seen.size() > 35);
    }

    @Test
    void messages() {
        hex(Protocol.TELNET, 2323, "fffb1fff fb20");
        hex(Protocol.SMB, 445, "0000006d fe534d42 4000");
        hex(Protocol.NETBIOS, 139, "81000044 20434b");
        hex(Protocol.POSTGRESQL, 5432, "00000008 04d21630");
        says(Protocol.POSTGRESQL, 5432, join(new byte[] {0, 0, 0, 20, 0, 3, 0, 0}, ascii("user\0postgres\0\0")));
        hex(Protocol.MYSQL, 3306, "50000001 85a6ff01 00000001 2d" + "00".repeat(40));
        hex(Protocol.MONGODB, 27_017, "3a000000 01000000 00000000 d4070000 00000000");
        says(Protocol.AMQP, 5672, join(ascii("AMQP"), new byte[] {0, 0, 9, 1}));
        hex(Protocol.MSSQL, 1433, "12010058 00000100 00001f");
        hex(Protocol.RDP, 3389, "0300000b 06e00000 000000");
        says(Protocol.BITTORRENT, 6881, join(new byte[] {19}, ascii("BitTorrent protocol")));
        hex(Protocol.BGP, 179, "ff".repeat(16) + "001d01 04fde800b4");
        hex(Protocol.CASSANDRA, 9042, "04000000 05000000 00");
        hex(Protocol.ZOOKEEPER, 2181, "0000002d 00000000 0000000000000000 00007530");
        hex(Protocol.STUN, 3478, "00010000 2112a442 000000000000000000000000");
        hex(Protocol.X11, 6000, "6c000b00 00000000");
        hex(Protocol.PPTP, 1723, "009c0001 1a2b3c4d");
        hex(Protocol.MQTT, 1883, "1010 00044d515454 04 02 003c 0004 61626364");
        hex(Protocol.SOCKS5, 1080, "050100");
        hex(Protocol.SOCKS4, 1080, "04010050 7f000001 00");
        hex(Protocol.DNS, 53, "001d 1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 6f7267 00 0001 0001");
        hex(Protocol.LDAP, 389, "300c0201 01600702 01030400 8000");
        hex(Protocol.SUN_RPC, 2049, "80000028 00000001 00000000 00000002 000186a3");
        hex(Protocol.KAFKA, 9092, "0000000e 0012 0000 00000001 0004 72646b61");
        hex(Protocol.MODBUS, 502, "0001 0000 0006 01 03 0000 0001");
        hex(Protocol.RTMP, 1935, "03 00000001 00000000 ffee");
        hex(Protocol.KERBEROS, 88, "000000c8 6a81c530");
        hex(Protocol.FASTCGI, 9000, "0101000100080000 0001");
        hex(Protocol.DIAMETER, 3868, "010000c8 80000101");
        hex(Protocol.OPENVPN, 1194, "000e 38 0102030405060708");
        hex(Protocol.RLOGIN, 513, "00 726f6f74 00 726f6f74 00 78746572 00");
        hex(Protocol.SSL2, 443, "802e 0100 0200 1500 0000");
        assertTrue(seen.size() > 30);
    }

    @Test
    void whatNobodyKnowsIsUnknown() {
        says(Protocol.UNKNOWN, 31_337, "hello\n");
        hex(Protocol.UNKNOWN, 31_337, "00");
        hex(Protocol.UNKNOWN, 31_337, "00".repeat(600));
    }
}
