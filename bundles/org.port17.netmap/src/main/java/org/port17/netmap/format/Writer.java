package org.port17.netmap.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes big-endian fields. */
final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    Writer header(String magic, int version) {
        return raw(magic.getBytes(StandardCharsets.US_ASCII)).u8(version);
    }

    Writer u8(int value) {
        out.write(value);
        return this;
    }

    Writer u16(int value) {
        out.write(value >>> 8);
        out.write(value);
        return this;
    }

    Writer u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    Writer u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    Writer raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        return this;
    }

    Writer text(String text) {
        return u8(text.length()).raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** What was written so far, with the key's signature over it appended. */
    byte[] signed(SigningKey key, String purpose) {
        return raw(key.sign(purpose, bytes())).bytes();
    }
}
