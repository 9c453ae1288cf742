package org.port17.itests.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Opens connections through the client's proxies as an application does. */
final class Application {
    private static final int READ_MILLIS = (int) Duration.ofSeconds(120).toMillis();

    private Application() {}

    /** SOCKS5 refused with a code of RFC 1928. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        final int code;

        Refused(int code) {
            super("refused with code " + code);
            this.code = code;
        }
    }

    /** Which of the client's doors an application uses. */
    enum Door {
        SOCKS,
        CONNECT;

        Socket open(Net net, int port) throws IOException {
            return open(net, port, "");
        }

        /** @param group streams of different groups never share a circuit (SOCKS only) */
        Socket open(Net net, int port, String group) throws IOException {
            return this == SOCKS
                    ? socks(net.socks(), group, "127.0.0.1", port)
                    : connect(net.http(), "127.0.0.1:" + port);
        }
    }

    /** SOCKS5 with the host as a name, literals too, as most applications send it. */
    static Socket socks(InetSocketAddress proxy, String user, String host, int port) throws IOException {
        byte[] name = host.getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[7 + name.length];
        request[0] = 5;
        request[1] = 1;
        request[3] = 3;
        request[4] = (byte) name.length;
        System.arraycopy(name, 0, request, 5, name.length);
        request[5 + name.length] = (byte) (port >>> 8);
        request[6 + name.length] = (byte) port;
        return socks(proxy, user, request);
    }

    /** SOCKS5 with the address in binary: 4 or 16 bytes. */
    static Socket socks(InetSocketAddress proxy, byte[] raw, int port) throws IOException {
        byte[] request = new byte[6 + raw.length];
        request[0] = 5;
        request[1] = 1;
        request[3] = (byte) (raw.length == 4 ? 1 : 4);
        System.arraycopy(raw, 0, request, 4, raw.length);
        request[4 + raw.length] = (byte) (port >>> 8);
        request[5 + raw.length] = (byte) port;
        return socks(proxy, "", request);
    }

    private static Socket socks(InetSocketAddress proxy, String user, byte[] request) throws IOException {
        Socket socket = dial(proxy);
        try {
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            out.write(new byte[] {5, 1, (byte) (user.isEmpty() ? 0 : 2)});
            in.readFully(new byte[2]);
            if (!user.isEmpty()) {
                byte[] name = user.getBytes(StandardCharsets.US_ASCII);
                out.write(1);
                out.write(name.length);
                out.write(name);
                out.write(new byte[] {1, 'x'});
                in.readFully(new byte[2]);
            }
            out.write(request);
            byte[] reply = new byte[10];
            in.readFully(reply);
            if (reply[1] != 0) {
                throw new Refused(reply[1]);
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static Socket connect(InetSocketAddress proxy, String authority) throws IOException {
        Socket socket = dial(proxy);
        try {
            request(socket, "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
            String answer = Origin.header(socket);
            if (!answer.startsWith("HTTP/1.1 200")) {
                throw new IOException(answer.lines().findFirst().orElse(""));
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static Socket dial(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(READ_MILLIS);
        socket.connect(to, READ_MILLIS);
        return socket;
    }

    static void request(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
