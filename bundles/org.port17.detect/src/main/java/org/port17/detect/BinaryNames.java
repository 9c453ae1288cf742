package org.port17.detect;

import java.util.List;

/** Names of protocols whose first message is no text. */
final class BinaryNames {
    private record Start(Protocol protocol, Pattern pattern) {}

    private static Start start(Protocol protocol, String pattern) {
        return new Start(protocol, Pattern.of(pattern));
    }

    private static final List<Start> STARTS = List.of(
            start(Protocol.SMB, "00 ?? ?? ?? FF 'SMB'"),
            start(Protocol.SMB, "00 ?? ?? ?? FE 'SMB'"),
            start(Protocol.NETBIOS, "81 00 00 44 20"),
            start(Protocol.POSTGRESQL, "00 00 00 08 04 D2 16 2F"),
            start(Protocol.POSTGRESQL, "00 00 00 08 04 D2 16 30"),
            start(Protocol.POSTGRESQL, "00 00 ?? ?? 00 03 00 ?? 'user'"),
            start(Protocol.POSTGRESQL, "00 00 00 10 04 D2 16 2E"),
            start(Protocol.MONGODB, "?? ?? 00 00 ?? ?? ?? ?? 00 00 00 00 DD 07 00 00"),
            start(Protocol.MONGODB, "?? ?? 00 00 ?? ?? ?? ?? 00 00 00 00 D4 07 00 00"),
            start(Protocol.AMQP, "'AMQP' ?? ?? ?? ??"),
            start(Protocol.MSSQL, "12 01 ?? ?? 00 00 ?? 00"),
            start(Protocol.MSSQL, "10 01 ?? ?? 00 00 ?? 00"),
            start(Protocol.ORACLE, "?? ?? 00 00 01 00 00 00 01"),
            start(Protocol.RDP, "03 00 00 ?? ?? E0 00 00"),
            start(Protocol.BITTORRENT, "13 'BitTorrent protocol'"),
            start(Protocol.BGP, "FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF 00 ?? 01"),
            start(Protocol.CASSANDRA, "03 00 00 ?? 05 00 00 00 00"),
            start(Protocol.CASSANDRA, "04 00 00 ?? 05 00 00 00 00"),
            start(Protocol.CASSANDRA, "05 00 00 ?? 05 00 00 00 00"),
            start(Protocol.CASSANDRA, "04 00 00 ?? 01 00 00 00"),
            start(Protocol.ZOOKEEPER, "00 00 00 2C 00 00 00 00"),
            start(Protocol.ZOOKEEPER, "00 00 00 2D 00 00 00 00"),
            start(Protocol.STUN, "00 01 ?? ?? 21 12 A4 42"),
            start(Protocol.STUN, "00 03 ?? ?? 21 12 A4 42"),
            start(Protocol.X11, "6C 00 0B 00 00 00"),
            start(Protocol.X11, "42 00 00 0B 00 00"),
            start(Protocol.PPTP, "00 9C 00 01 1A 2B 3C 4D"),
            start(Protocol.PROXY_HEADER, "0D 0A 0D 0A 00 0D 0A 51 55 49 54 0A"),
            start(Protocol.FIREBIRD, "00 00 00 01 00 00 00 13 00 00 00"),
            start(Protocol.THRIFT, "80 01 00 01 00 00 00"),
            start(Protocol.THRIFT, "00 00 ?? ?? 80 01 00 01"),
            start(Protocol.FASTCGI, "01 01 00 01 00 08 00 00"),
            start(Protocol.AJP, "12 34 ?? ?? 02"),
            start(Protocol.AJP, "12 34 00 01 0A"),
            start(Protocol.GEARMAN, "00 'REQ' 00 00 00"),
            start(Protocol.DIAMETER, "01 00 ?? ?? 80 00 01 01"),
            start(Protocol.DICOM, "01 00 00 00 ?? ?? 00 01 00 00"),
            start(Protocol.CLICKHOUSE, "00 ?? 'ClickHouse'"),
            start(Protocol.ISCSI, "43 87"),
            start(Protocol.ISCSI, "43 81"),
            start(Protocol.ZABBIX, "'ZBXD' 01"),
            start(Protocol.JAVA_RMI, "'JRMI' 00 02 4B"),
            start(Protocol.ADB, "'CNXN' 01 00 00"),
            start(Protocol.ADB, "'CNXN' 00 00 00"),
            start(Protocol.HADOOP, "'hrpc' 09"),
            start(Protocol.HL7, "0B 'MSH|'"),
            start(Protocol.CEPH, "'ceph v'"),
            start(Protocol.ERLANG, "00 ?? 4E 00"),
            start(Protocol.MEMCACHED, "80 ?? 00 ?? ?? 00 00 00 00 00"),
            start(Protocol.SSL2, "80 ?? 01 03 ?? 00"),
            start(Protocol.SSL2, "80 ?? 01 00 02 00"),
            start(Protocol.KERBEROS, "00 00 ?? ?? 6A ?? ?? ??"),
            start(Protocol.KERBEROS, "00 00 ?? ?? 6C ?? ?? ??"),
            start(Protocol.OPENVPN, "00 ?? 38"),
            start(Protocol.RTMP, "03 ?? ?? ?? ?? 00 00 00 00"),
            start(Protocol.RTMP, "03 ?? ?? ?? ?? 09 00 7C 02"),
            start(Protocol.RTMP, "03 ?? ?? ?? ?? 80 00 07 02"),
            start(Protocol.RTMP, "03 ?? ?? ?? ?? 0A 00 2D 02"));

    private BinaryNames() {}

    static Protocol of(byte[] d, int n, int port) {
        for (Start start : STARTS) {
            if (start.pattern.starts(d, n)) {
                return start.protocol;
            }
        }
        if ((d[0] & 0xff) == 0xff && n > 1 && (d[1] & 0xff) >= 0xf0) {
            return Protocol.TELNET;
        }
        if (mqtt(d, n)) {
            return Protocol.MQTT;
        }
        if (socks(d, n)) {
            return d[0] == 5 ? Protocol.SOCKS5 : Protocol.SOCKS4;
        }
        if (dns(d, n)) {
            return Protocol.DNS;
        }
        if (ldap(d, n)) {
            return Protocol.LDAP;
        }
        return framed(d, n, port);
    }

    private static Protocol framed(byte[] d, int n, int port) {
        long first = n >= 4 ? number(d, 0, 4) : -1;
        if (n >= 8 && (first & 0x80000000L) != 0 && n >= 16 && number(d, 8, 4) == 0 && number(d, 12, 4) == 2) {
            return Protocol.SUN_RPC;
        }
        // A size, an API key of Kafka, its version; then a correlation id and a client's name.
        if (n >= 14 && first == n - 4 && number(d, 4, 2) < 90 && number(d, 6, 2) < 20 && number(d, 12, 2) <= n - 14) {
            return Protocol.KAFKA;
        }
        if (n >= 8 && number(d, 2, 2) == 0 && number(d, 4, 2) == n - 6 && number(d, 4, 2) >= 2) {
            return Protocol.MODBUS;
        }
        // Three bytes of length, then the packet's number, which is 1 after the server's greeting.
        if (n >= 36 && d[3] == 1 && (d[0] & 0xff) >= 32 && d[2] == 0) {
            return Protocol.MYSQL;
        }
        if (n >= 10 && d[1] == 0 && (d[2] & 0xff) > 0x2f && (d[n - 1] == 1 || d[n - 1] == 2) && port == 25_565) {
            return Protocol.MINECRAFT;
        }
        if (n >= 4 && d[0] == 0 && d[n - 1] == 0 && zeros(d, n) == 4) {
            return Protocol.RLOGIN;
        }
        return port == 515 && d[0] >= 1 && d[0] <= 5 ? Protocol.LPD : Protocol.UNKNOWN;
    }

    private static boolean mqtt(byte[] d, int n) {
        int at = 1;
        while (at < 5 && at < n && d[at] < 0) {
            at++;
        }
        int name = at + 3;
        return d[0] == 0x10
                && n > name + 4
                && d[at + 1] == 0
                && (d[name] == 'M' && d[name + 1] == 'Q' && (d[name + 2] == 'T' || d[name + 2] == 'I'));
    }

    private static boolean socks(byte[] d, int n) {
        if (n < 3) {
            return false;
        }
        if (d[0] == 5 && d[1] > 0 && n >= 2 + d[1]) {
            // Alone, or with what follows it: a name and password, or the request.
            int next = 2 + d[1];
            return n == next || d[next] == 1 || d[next] == 5;
        }
        return d[0] == 4 && (d[1] == 1 || d[1] == 2) && n >= 9 && d[n - 1] == 0;
    }

    /** RFC 1035, 4.2.2: a length, then a query with one question and no answers, of an ordinary kind. */
    private static boolean dns(byte[] d, int n) {
        return n >= 19
                && number(d, 0, 2) >= n - 2
                && number(d, 0, 2) <= 4096
                && (d[4] & 0xf8) <= 0x28
                && number(d, 6, 2) == 1
                && number(d, 8, 2) == 0
                && number(d, 10, 2) == 0
                && d[14] < 64;
    }

    /** A BER sequence that starts with a small message id and an operation a client may start with. */
    private static boolean ldap(byte[] d, int n) {
        if (d[0] != 0x30 || n < 7) {
            return false;
        }
        int at = d[1] >= 0 ? 2 : 2 + (d[1] & 0x7f);
        if (at + 4 > n || d[at] != 2) {
            return false;
        }
        int operation = at + 2 + d[at + 1];
        if (d[at + 1] < 1 || d[at + 1] > 4 || operation >= n) {
            return false;
        }
        int tag = d[operation] & 0xff;
        return tag == 0x60 || tag == 0x63 || tag == 0x77 || tag == 0x42;
    }

    private static int zeros(byte[] d, int n) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (d[i] == 0) {
                count++;
            } else if (!TextRun.isText(d[i])) {
                return -1;
            }
        }
        return count;
    }

    private static long number(byte[] d, int at, int bytes) {
        long value = 0;
        for (int i = at; i < at + bytes; i++) {
            value = value << 8 | d[i] & 0xff;
        }
        return value;
    }
}
