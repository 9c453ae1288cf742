package org.port17.places;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Places;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places of this process. Files are read on a thread of its own. A file that cannot be used changes nothing: the table
 * in force stays, at the start the embedded one, and says what is wrong with the other.
 */
@Component(name = PlacesService.PID, configurationPid = PlacesService.PID, service = Places.class)
@Designate(ocd = PlacesConfig.class)
public final class PlacesService implements Places {
    static final String PID = "org.port17.places";
    private static final Logger LOG = LoggerFactory.getLogger(PlacesService.class);
    private final Executor reader;
    private final Runnable stop;
    private final CompletableFuture<FileTable> first = new CompletableFuture<>();
    private volatile FileTable table = FileTable.empty();

    @Activate
    public PlacesService(PlacesConfig config) {
        this(config, Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "port17-places");
            thread.setDaemon(true);
            return thread;
        }));
    }

    private PlacesService(PlacesConfig config, ExecutorService reader) {
        this(config, reader, reader::shutdownNow);
    }

    /** @param reader runs what reads files, one task after the other */
    PlacesService(PlacesConfig config, Executor reader, Runnable stop) {
        this.reader = reader;
        this.stop = stop;
        reader.execute(() -> {
            try {
                table = PlaceFile.embeddedTable();
                use(config.file().strip());
            } finally {
                first.complete(table);
            }
        });
    }

    @Modified
    void modified(PlacesConfig config) {
        reader.execute(() -> {
            if (config.file().isBlank()) {
                table = PlaceFile.embeddedTable();
            } else {
                use(config.file().strip());
            }
        });
    }

    private void use(String file) {
        if (file.isEmpty()) {
            return;
        }
        try {
            table = PlaceFile.read(path(file));
            LOG.info("configuration {}: places file {} in force", PID, table.source().version());
        } catch (Port17Exception e) {
            table = table.withProblem(e.getMessage());
            LOG.error("configuration {}: {}; the one in force stays", PID, e.getMessage());
        }
    }

    private static Path path(String file) throws Port17Exception {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new Port17Exception(ErrorKind.CONFIG, "the places file cannot be used: its name is no path");
        }
    }

    /** Right after the start the first question waits for the file, some 100 ms. */
    @Override
    public PlaceTable table() {
        first.join();
        return table;
    }

    @Deactivate
    void stop() {
        stop.run();
        first.complete(table);
    }
}
