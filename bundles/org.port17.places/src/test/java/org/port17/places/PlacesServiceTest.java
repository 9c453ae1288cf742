package org.port17.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.spi.place.Place;
import org.port17.testkit.TestConfig;

final class PlacesServiceTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.write(folder.resolve("places"), SmallFile.bytes("mine"));
    }

    @Test
    void withoutAConfigurationTheEmbeddedFileIsInForce() {
        PlacesService places = service("");
        assertEquals("embedded", places.table().source().origin());
        assertEquals("US", places.place(new byte[] {8, 8, 8, 8}).country());
    }

    @Test
    void theFirstQuestionWaitsForTheFirstFile() throws Exception {
        PlacesService places = new PlacesService(config(file.toString()), tasks::add, tasks::clear);
        var version = new CompletableFuture<String>();
        Thread asker = new Thread(() -> version.complete(places.table().source().version()));
        asker.start();
        run();
        assertEquals("mine", version.get());
        asker.join();
    }

    @Test
    void aFileOfTheConfigurationReplacesIt() {
        PlacesService places = service(file.toString());
        assertEquals("mine", places.table().source().version());
        places.modified(config(" "));
        run();
        assertEquals("embedded", places.table().source().origin());
    }

    @Test
    void aMissingFileLeavesTheEmbeddedOneInForce() {
        PlacesService places = service(folder.resolve("none").toString());
        assertEquals("embedded", places.table().source().origin());
        assertTrue(places.table().source().problem().contains("cannot be read"));
        assertEquals("US", places.place(new byte[] {8, 8, 8, 8}).country());
    }

    @Test
    void aNameThatIsNoPathLeavesTheEmbeddedOneInForce() {
        PlacesService places = service("places\0");
        assertEquals("embedded", places.table().source().origin());
        assertTrue(places.table().source().problem().contains("no path"));
    }

    @Test
    void aDamagedFileLeavesTheOneInForce() throws Exception {
        PlacesService places = service(file.toString());
        byte[] damaged = SmallFile.bytes("newer");
        damaged[damaged.length / 2] ^= 1;
        Path other = Files.write(folder.resolve("damaged"), damaged);
        places.modified(config(other.toString()));
        run();
        assertEquals("mine", places.table().source().version());
        assertTrue(places.table().source().problem().contains("damaged"));
        Files.write(other, SmallFile.bytes("newer"));
        places.modified(config(other.toString()));
        run();
        assertEquals("newer", places.table().source().version());
        assertEquals("", places.table().source().problem());
    }

    @Test
    void whatIsNotReadYetWhenItStopsIsNotRead() {
        PlacesService places = new PlacesService(config(""), tasks::add, tasks::clear);
        places.stop();
        run();
        assertEquals("none yet", places.table().source().origin());
        assertEquals(Place.UNKNOWN, places.place(new byte[] {8, 8, 8, 8}));
    }

    private PlacesService service(String name) {
        PlacesService places = new PlacesService(config(name), tasks::add, tasks::clear);
        run();
        return places;
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static PlacesConfig config(String name) {
        return TestConfig.of(PlacesConfig.class, Map.of("file", name));
    }
}
