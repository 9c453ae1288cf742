package org.port17.netmap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedMap;
import org.port17.netmap.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest map and prekeys on disk, so that a fresh start needs no fetch. What is read is verified again; a damaged
 * file is set aside, never trusted and never in the way. One thread.
 */
final class MapCache {
    private static final Logger LOG = LoggerFactory.getLogger(MapCache.class);
    private final Path mapFile;
    private final Path prekeyFile;
    private boolean writable = true;

    MapCache(Path file) {
        this.mapFile = file.toAbsolutePath();
        this.prekeyFile = mapFile.resolveSibling(mapFile.getFileName() + ".prekeys");
    }

    void load(HeldMap held) {
        load(mapFile, "cached map", SignedMap.MAX_BYTES, held::map);
        load(prekeyFile, "cached prekeys", PrekeySet.MAX_BYTES, held::prekeys);
    }

    void saveMap(byte[] map) {
        save(mapFile, map);
    }

    void savePrekeys(byte[] set) {
        save(prekeyFile, set);
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
