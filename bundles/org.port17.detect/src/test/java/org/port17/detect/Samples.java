package org.port17.detect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Starts of connections, made by the JDK or by hand. */
final class Samples {
    private Samples() {}

    /** A ClientHello in its record, as the JDK's TLS writes it. */
    static byte[] hello(String... protocols) throws SSLException {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine("www.example.org", 443);
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            if (protocols.length > 0) {
                parameters.setProtocols(protocols);
            }
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            engine.setSSLParameters(parameters);
            ByteBuffer out = ByteBuffer.allocate(20_000);
            engine.wrap(ByteBuffer.allocate(0), out);
            byte[] bytes = new byte[out.flip().remaining()];
            out.get(bytes);
            return bytes;
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new SSLException(e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] record(int type, byte[] body) {
        return join(new byte[] {(byte) type, 3, 3, (byte) (body.length >> 8), (byte) body.length}, body);
    }

    /** Bytes of ciphertext, as far as anybody can tell. */
    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new java.util.Random(length).nextBytes(bytes);
        bytes[0] = (byte) 0x80;
        return bytes;
    }

    /** The same bytes again, over several records of at most {@code most} bytes. */
    static byte[] fragmented(byte[] record, int most) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 5; at < record.length; at += most) {
            int n = Math.min(most, record.length - at);
            byte[] body = new byte[n];
            System.arraycopy(record, at, body, 0, n);
            all.writeBytes(record(22, body));
        }
        return all.toByteArray();
    }

    static byte[] keyInit(String ciphers) {
        ByteBuffer payload = ByteBuffer.allocate(1024);
        payload.put((byte) 20).put(noise(16));
        for (String list : new String[] {
            "curve25519-sha256",
            "ssh-ed25519",
            ciphers,
            ciphers,
            "hmac-sha2-256",
            "hmac-sha2-256",
            "none",
            "none",
            "",
            ""
        }) {
            payload.putInt(list.length()).put(ascii(list));
        }
        payload.put((byte) 0).putInt(0);
        byte[] bytes = new byte[payload.position()];
        payload.flip().get(bytes);
        return packet(bytes);
    }

    static byte[] packet(byte[] payload) {
        int padding = 8 - (5 + payload.length) % 8;
        padding += padding < 4 ? 8 : 0;
        ByteBuffer out = ByteBuffer.allocate(5 + payload.length + padding);
        out.putInt(1 + payload.length + padding).put((byte) padding).put(payload);
        return out.array();
    }

    /** Feeds all in pieces of {@code piece} bytes. @return the last finding */
    static Finding feed(Recogniser recogniser, byte[] data, int piece) {
        for (int at = 0; at < data.length; at += piece) {
            recogniser.feed(data, at, Math.min(piece, data.length - at));
        }
        return recogniser.finding();
    }

    static Finding all(byte[] data, int port) {
        return feed(new Recogniser(port), data, data.length);
    }
}
