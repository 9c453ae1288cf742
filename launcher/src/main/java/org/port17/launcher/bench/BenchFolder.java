package org.port17.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.localnet.Hooks;
import org.port17.launcher.localnet.Localnet;
import org.port17.launcher.localnet.PrivateFolder;

/** A folder with a network that is gone when the bench ends, by Ctrl-C too. */
public final class BenchFolder implements AutoCloseable {
    private final Path folder;
    private final Localnet localnet;
    private final Thread cleaner;

    private BenchFolder(Path folder, Progress progress) {
        this.folder = folder;
        this.localnet = new Localnet(folder.resolve("net"), progress);
        this.cleaner = Hooks.add(this::clean);
    }

    public static BenchFolder make(Progress progress) throws LaunchException {
        try {
            return new BenchFolder(Files.createTempDirectory("port17-bench-").toRealPath(), progress);
        } catch (IOException e) {
            throw LaunchException.failed(
                    "no temporary folder can be made: make room in " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    public Localnet localnet() {
        return localnet;
    }

    @Override
    public void close() {
        clean();
        Hooks.remove(cleaner);
    }

    /** Once is enough: the hook and the end of the run may both ask for it. */
    private synchronized void clean() {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            if (Files.exists(localnet.layout().record())) {
                localnet.down();
            }
            PrivateFolder.delete(folder);
        } catch (IOException | LaunchException e) {
            System.err.println("port17: " + folder + " could not be cleared: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
