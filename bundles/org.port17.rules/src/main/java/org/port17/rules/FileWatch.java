package org.port17.rules;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/**
 * Tells that a file was changed, replaced, made or deleted, once it has been left alone for a moment. Waits for the system's
 * notice and looks at nothing meanwhile.
 */
final class FileWatch implements AutoCloseable {
    /** Editors write in several steps. */
    private static final long CALM_MILLIS = 200;

    /** A file that is written all the time is told of at last. */
    private static final int MOST_NOTICES = 25;

    private final WatchService service;
    private final Path name;
    private final Runnable changed;

    /** @throws IOException if the system cannot watch the file's folder */
    FileWatch(Path file, Runnable changed) throws IOException {
        Path absolute = file.toAbsolutePath();
        this.name = absolute.getFileName();
        this.changed = changed;
        this.service = absolute.getFileSystem().newWatchService();
        try {
            absolute.getParent()
                    .register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException | RuntimeException e) {
            service.close();
            throw e;
        }
        Thread thread = new Thread(this::watch, "port17-rules");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            for (WatchKey key = service.take(); key != null; key = service.take()) {
                boolean concerned = concerned(key);
                for (int i = 0; concerned && key != null && i < MOST_NOTICES; i++) {
                    key = service.poll(CALM_MILLIS, TimeUnit.MILLISECONDS);
                    if (key != null) {
                        concerned(key);
                    }
                }
                if (concerned) {
                    changed.run();
                }
            }
        } catch (ClosedWatchServiceException e) {
            // closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether one of the notices is about the file, or some got lost. */
    private boolean concerned(WatchKey key) {
        boolean any = key.pollEvents().stream()
                .anyMatch(event -> event.kind() == StandardWatchEventKinds.OVERFLOW || name.equals(event.context()));
        key.reset();
        return any;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
