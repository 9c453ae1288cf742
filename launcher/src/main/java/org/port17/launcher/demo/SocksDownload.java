package org.port17.launcher.demo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.port17.launcher.cli.HostPort;

/**
 * An ordinary SOCKS5 client (RFC 1928) that fetches one page over HTTP and hashes it on the way.
 *
 * @param bytes length of the body
 * @param sha256 hash of the body
 * @param ttfbMillis from before the connection to the proxy to the first byte of the HTTP answer
 * @param seconds from before the connection to the proxy to the last byte
 */
record SocksDownload(long bytes, byte[] sha256, double ttfbMillis, double seconds) {
    private static final int SILENCE_MILLIS = 30_000;
    private static final int CHUNK = 256 * 1024;
    private static final int HEAD_MAX = 8192;

    /** @throws IOException with a sentence that says which step failed */
    static SocksDownload fetch(HostPort proxy, HostPort origin, String path) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = SocksTunnel.open(proxy, "", origin, SILENCE_MILLIS)) {
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), HEAD_MAX));
            out.write(("GET " + path + " HTTP/1.1\r\nHost: " + origin.text() + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            int first = in.read();
            double ttfb = (System.nanoTime() - start) / 1e6;
            String head = (char) first + head(in);
            if (!head.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("the origin did not answer with 200");
            }
            MessageDigest digest = sha256Digest();
            long bytes = body(in, digest);
            return new SocksDownload(bytes, digest.digest(), ttfb, (System.nanoTime() - start) / 1e9);
        } catch (EOFException e) {
            throw new IOException("the connection ended too early", e);
        }
    }

    double megabytesPerSecond() {
        return bytes / seconds / 1e6;
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            if (head.length() > HEAD_MAX) {
                throw new IOException("the origin's answer has no end of its head");
            }
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static long body(InputStream in, MessageDigest digest) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            digest.update(chunk, 0, n);
            bytes += n;
        }
        return bytes;
    }

    private static MessageDigest sha256Digest() throws IOException {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this JDK lacks SHA-256", e);
        }
    }
}
