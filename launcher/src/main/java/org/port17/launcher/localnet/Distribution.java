package org.port17.launcher.localnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.port17.launcher.cli.LaunchException;

/**
 * The built distribution that instances run from.
 *
 * @param folder its folder; never written to
 */
public record Distribution(Path folder) {
    /** The one that {@code ./port17} has built. */
    public static Distribution built() throws LaunchException {
        String folder = System.getProperty("port17.distribution", "");
        Distribution distribution = new Distribution(Path.of(folder).toAbsolutePath());
        if (folder.isEmpty() || !Files.isRegularFile(distribution.folder.resolve("bin/instance.args"))) {
            throw LaunchException.failed("the distribution is not built: run ./port17 build");
        }
        return distribution;
    }

    /** Copies what an instance needs. */
    void copyTo(Path home) throws IOException {
        PrivateFolder.create(home);
        for (String part : List.of("bin", "etc", "lib", "system")) {
            PrivateFolder.copy(folder.resolve(part), home.resolve(part));
        }
    }
}
