package org.port17.route.kit;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * Guards and salt as bytes: {@code P17G}, version 1, salt, levels with their guards, SHA-256 of all that. It detects damage,
 * not forgery; the file belongs to the user alone.
 */
public final class GuardFile {
    private static final int MAGIC = 0x50313747;
    private static final int VERSION = 1;
    private static final int HASH_BYTES = 32;
    private static final int HEAD_BYTES = 4 + 1 + Prf.SALT_BYTES + 1;
    private static final int LEVEL_BYTES = 2;
    private static final int GUARD_BYTES = 8 + 1 + 8 + 8;
    /** No guards take more. */
    public static final int MOST_BYTES = HEAD_BYTES + 99 * (LEVEL_BYTES + 255 * GUARD_BYTES) + HASH_BYTES;

    private GuardFile() {}

    public static byte[] write(Guards guards) {
        int size = HEAD_BYTES + HASH_BYTES;
        for (List<Guard> list : guards.all().values()) {
            size += LEVEL_BYTES + list.size() * GUARD_BYTES;
        }
        ByteBuffer out =
                ByteBuffer.allocate(size).putInt(MAGIC).put((byte) VERSION).put(guards.salt());
        out.put((byte) guards.all().size());
        for (Map.Entry<Integer, List<Guard>> level : guards.all().entrySet()) {
            out.put(level.getKey().byteValue()).put((byte) level.getValue().size());
            for (Guard guard : level.getValue()) {
                out.putLong(guard.key()).put((byte) (guard.second() ? 1 : 0));
                out.putLong(guard.since()).putLong(guard.until());
            }
        }
        out.put(hash(out.array(), out.position()));
        return out.array();
    }

    /** @throws Port17Exception BAD_INPUT if the bytes are damaged or of a later version */
    public static Guards read(byte[] bytes) throws Port17Exception {
        if (bytes.length < HEAD_BYTES + HASH_BYTES || bytes.length > MOST_BYTES) {
            throw bad("its length is wrong");
        }
        int end = bytes.length - HASH_BYTES;
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
        if (in.getInt() != MAGIC) {
            throw bad("it is no file of guards");
        }
        int version = in.get() & 0xFF;
        if (version != VERSION) {
            throw bad("it has version " + version + " and this program reads version " + VERSION);
        }
        if (!MessageDigest.isEqual(hash(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw bad("its checksum does not fit");
        }
        byte[] salt = new byte[Prf.SALT_BYTES];
        in.get(salt);
        Map<Integer, List<Guard>> kept = new TreeMap<>();
        int levels = in.get() & 0xFF;
        for (int i = 0; i < levels; i++) {
            level(in, kept);
        }
        if (in.hasRemaining()) {
            throw bad("it holds more than it says");
        }
        return new Guards(salt, kept);
    }

    private static void level(ByteBuffer in, Map<Integer, List<Guard>> kept) throws Port17Exception {
        if (in.remaining() < LEVEL_BYTES) {
            throw bad("it ends early");
        }
        int level = in.get();
        int count = in.get() & 0xFF;
        if (in.remaining() < count * GUARD_BYTES) {
            throw bad("it ends early");
        }
        List<Guard> guards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            guards.add(new Guard(in.getLong(), in.get() != 0, in.getLong(), in.getLong()));
        }
        if (level < 1 || level > 99 || kept.put(level, guards) != null) {
            throw bad("it holds a level twice or one that cannot be");
        }
    }

    private static Port17Exception bad(String why) {
        return new Port17Exception(ErrorKind.BAD_INPUT, "the file of guards cannot be used: " + why);
    }

    private static byte[] hash(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
