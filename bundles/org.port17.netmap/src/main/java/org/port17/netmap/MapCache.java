package org.port17.netmap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.Columns;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest map, records and prekeys on disk, so that a fresh start needs no fetch. What is read is verified again; a damaged
 * file is set aside, never trusted and never in the way. One thread.
 */
final class MapCache {
    private static final Logger LOG = LoggerFactory.getLogger(MapCache.class);
    private static final int MAX_MAP = Integer.BYTES + MapHead.MAX_BYTES + Columns.MAX_BYTES;
    private static final int MAX_PREKEYS = Integer.BYTES + MapHead.MAX_BYTES + PrekeySet.MAX_BYTES;
    private final Path mapFile;
    private boolean writable = true;

    MapCache(Path file) {
        this.mapFile = file.toAbsolutePath();
    }

    void load(HeldMap held) {
        load(sibling(".fork"), "proof of a fork", MapFork.MAX_BYTES, bytes -> {
            held.signers().restore(MapFork.parse(bytes));
            return true;
        });
        load(mapFile, "cached map", MAX_MAP, bytes -> {
            int columns = beginning(bytes, "the cached map is cut short");
            MapHead head = held.judge(Arrays.copyOfRange(bytes, Integer.BYTES, columns));
            held.take(
                    head,
                    Columns.parse(
                            Arrays.copyOfRange(bytes, columns, bytes.length),
                            head.statement().nodes()));
            return true;
        });
        load(sibling(".records"), "cached records", RecordBundle.MAX_BYTES, held::records);
        load(sibling(".prekeys"), "cached prekeys", MAX_PREKEYS, bytes -> {
            int set = beginning(bytes, "the cached prekeys are cut short");
            return held.prekeys(
                    Arrays.copyOfRange(bytes, Integer.BYTES, set), Arrays.copyOfRange(bytes, set, bytes.length));
        });
    }

    /** Where that begins which stands behind a head. */
    private static int beginning(byte[] bytes, String otherwise) throws Port17Exception {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int length = bytes.length < Integer.BYTES ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, otherwise);
        }
        return Integer.BYTES + length;
    }

    /** Length of the head u32, the head, the columns: in one file, so that both are replaced in one step. */
    void saveMap(MapHead head, Columns columns) {
        save(mapFile, behind(head, columns.bytes()));
    }

    private static byte[] behind(MapHead head, byte[] rest) {
        int length = Integer.BYTES + head.bytes().length + rest.length;
        return ByteBuffer.allocate(length)
                .putInt(head.bytes().length)
                .put(head.bytes())
                .put(rest)
                .array();
    }

    void saveRecords(byte[] bundle) {
        save(sibling(".records"), bundle);
    }

    /** With the head that names them, which may be an older one than the map's at the next start. */
    void savePrekeys(MapHead head, byte[] set) {
        save(sibling(".prekeys"), behind(head, set));
    }

    void saveForks(List<MapFork> proofs) {
        save(sibling(".fork"), MapFork.write(proofs));
    }

    private Path sibling(String ending) {
        return mapFile.resolveSibling(mapFile.getFileName() + ending);
    }

    private static void load(Path file, String what, int max, Taker taker) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            PrivateFiles.tighten(file);
            taker.take(PrivateFiles.read(file, max, what));
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be read ({}); it will be fetched",
                    what,
                    e.getClass().getSimpleName());
        } catch (Port17Exception e) {
            boolean damaged = e.kind() == ErrorKind.BAD_INPUT || e.kind() == ErrorKind.TAMPERED;
            LOG.warn("{} is not used and will be fetched: {}", what, e.getMessage());
            if (damaged) {
                setAside(file, what);
            }
        }
    }

    private static void setAside(Path file, String what) {
        try {
            Path aside = file.resolveSibling(file.getFileName() + ".corrupt");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn("{} was set aside; its file now ends in .corrupt", what);
        } catch (IOException e) {
            LOG.warn("{} cannot be set aside ({})", what, e.getClass().getSimpleName());
        }
    }

    private void save(Path file, byte[] content) {
        try {
            PrivateFiles.directoryFor(file, "the map cache's directory");
            PrivateFiles.write(file, content);
            writable = true;
        } catch (IOException | Port17Exception e) {
            if (writable) {
                LOG.warn("the map cannot be kept on disk; the next start will need the authority");
            }
            writable = false;
        }
    }

    private interface Taker {
        Object take(byte[] content) throws Port17Exception;
    }
}
