package org.port17.launcher.demo;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.port17.launcher.cli.HostPort;

/** Asks a SOCKS5 listener for a connection, as any application does (RFC 1928, RFC 1929). */
public final class SocksTunnel {
    private static final int NO_NAME = 0;
    private static final int USER_NAME = 2;

    private SocksTunnel() {}

    /**
     * @param application its user name; empty for none
     * @param silenceMillis after which a step, or a read later, fails
     * @return the connection; what was read of it is the listener's answer and no more
     * @throws IOException with a sentence that says which step failed
     */
    public static Socket open(HostPort proxy, String application, HostPort to, int silenceMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(silenceMillis);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(proxy.host(), proxy.port()), silenceMillis);
            connect(new DataInputStream(socket.getInputStream()), socket.getOutputStream(), application, to);
            return socket;
        } catch (EOFException e) {
            socket.close();
            throw new IOException("the connection ended too early", e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void connect(DataInputStream in, OutputStream out, String application, HostPort to)
            throws IOException {
        int method = application.isEmpty() ? NO_NAME : USER_NAME;
        out.write(new byte[] {5, 1, (byte) method});
        if (in.readUnsignedByte() != 5 || in.readUnsignedByte() != method) {
            throw new IOException("the SOCKS listener does not let us in");
        }
        if (method == USER_NAME) {
            tellName(in, out, application.getBytes(StandardCharsets.UTF_8));
        }
        byte[] address = InetAddress.getByName(to.host()).getAddress();
        byte[] request = new byte[6 + address.length];
        request[0] = 5;
        request[1] = 1;
        request[3] = (byte) (address.length == 4 ? 1 : 4);
        System.arraycopy(address, 0, request, 4, address.length);
        request[request.length - 2] = (byte) (to.port() >>> 8);
        request[request.length - 1] = (byte) to.port();
        out.write(request);
        in.readUnsignedByte();
        int reply = in.readUnsignedByte();
        if (reply != 0) {
            throw new IOException("the SOCKS listener refused the connection with code " + reply);
        }
        in.readUnsignedByte();
        int bound = switch (in.readUnsignedByte()) {
            case 1 -> 4;
            case 4 -> 16;
            default -> in.readUnsignedByte();
        };
        in.readFully(new byte[bound + 2]);
    }

    private static void tellName(DataInputStream in, OutputStream out, byte[] name) throws IOException {
        byte[] message = new byte[4 + name.length];
        message[0] = 1;
        message[1] = (byte) name.length;
        System.arraycopy(name, 0, message, 2, name.length);
        // A password of one character that nobody looks at.
        message[message.length - 2] = 1;
        message[message.length - 1] = '-';
        out.write(message);
        in.readUnsignedByte();
        if (in.readUnsignedByte() != 0) {
            throw new IOException("the SOCKS listener does not take the application's name");
        }
    }
}
