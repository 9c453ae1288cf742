package org.port17.authority;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;

/**
 * What an authority must remember over a restart, as a file: {@code "P17R"}, version 3, epoch u64, founded u64, saved at u64, count
 * u32, then for each node number u64, last seen u64, first seen u64, proven at u64, length
 * u16, record; then the prekey set; then the SHA-256 of all
 * that.
 *
 * @param epoch of the newest map that this authority signed
 * @param founded seconds since 1970
 * @param savedAt milliseconds since 1970
 */
record RegistryImage(long epoch, long founded, long savedAt, List<Entry> entries, List<SignedPrekey> prekeys) {
    static final int MAX_BYTES = 512 << 20;
    private static final int MAGIC = 0x50313752;
    private static final int VERSION = 3;
    private static final int DIGEST = 32;

    /** @param provenAt when all its addresses were proven last; 0 if they are not */
    record Entry(SignedNode record, long sequence, long lastSeen, long firstSeen, long provenAt) {
        /** Of a node that says another address by now, what is proven of it. */
        static Entry of(Registered node) {
            boolean counts = node.counted() != null && !node.withdrawn();
            return new Entry(
                    counts ? node.counted() : node.record(),
                    node.sequence(),
                    node.lastSeen(),
                    node.firstSeen(),
                    counts ? node.provenAt() : 0);
        }
    }

    RegistryImage {
        entries = List.copyOf(entries);
        prekeys = List.copyOf(prekeys);
    }

    byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeByte(VERSION);
            out.writeLong(epoch);
            out.writeLong(founded);
            out.writeLong(savedAt);
            out.writeInt(entries.size());
            for (Entry entry : entries) {
                out.writeLong(entry.sequence());
                out.writeLong(entry.lastSeen());
                out.writeLong(entry.firstSeen());
                out.writeLong(entry.provenAt());
                out.writeShort(entry.record().bytes().length);
                out.write(entry.record().bytes());
            }
            out.write(PrekeySet.write(prekeys));
        } catch (IOException e) {
            throw new IllegalStateException("an array takes every byte", e);
        }
        bytes.writeBytes(Signatures.sha256(bytes.toByteArray()));
        return bytes.toByteArray();
    }

    /** @throws Port17Exception CONFIG if anything is damaged */
    static RegistryImage parse(byte[] file) throws Port17Exception {
        int length = file.length - DIGEST;
        if (length < 0) {
            throw damaged(null);
        }
        byte[] content = Arrays.copyOf(file, length);
        byte[] digest = Arrays.copyOfRange(file, length, file.length);
        if (!MessageDigest.isEqual(Signatures.sha256(content), digest)) {
            throw damaged(null);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            if (in.readInt() != MAGIC || in.readUnsignedByte() != VERSION) {
                throw damaged(null);
            }
            long epoch = in.readLong();
            long founded = in.readLong();
            long savedAt = in.readLong();
            int count = in.readInt();
            if (epoch < 0 || count < 0 || count > Registry.MAX_NODES) {
                throw damaged(null);
            }
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long sequence = in.readLong();
                long lastSeen = in.readLong();
                long firstSeen = in.readLong();
                long provenAt = in.readLong();
                byte[] record = in.readNBytes(in.readUnsignedShort());
                entries.add(new Entry(SignedNode.parse(record), sequence, lastSeen, firstSeen, provenAt));
            }
            PrekeySet prekeys = PrekeySet.parse(in.readAllBytes(), PrekeySet.MAX_RECORDS);
            return new RegistryImage(epoch, founded, savedAt, entries, prekeys.prekeys());
        } catch (IOException e) {
            throw damaged(e);
        } catch (Port17Exception e) {
            throw e.kind() == ErrorKind.CONFIG ? e : damaged(e);
        }
    }

    private static Port17Exception damaged(Exception cause) {
        return new Port17Exception(
                ErrorKind.CONFIG,
                Retry.NEVER,
                "the authority's file registry is damaged: restore it from a copy. Without it clients that hold newer"
                        + " maps refuse the ones this authority would sign",
                cause);
    }
}
