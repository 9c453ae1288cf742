package org.port17.itests.net;

import java.io.IOException;
import java.net.BindException;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The one port that a network allows as a destination is used by one test after the other. */
final class OriginPort {
    private OriginPort() {}

    /** Opens a listener as soon as the test before has let go of the port. */
    static <T> T whenFree(Callable<T> open) throws IOException {
        try {
            return Await.value(
                    "the origin's port",
                    () -> {
                        try {
                            return open.call();
                        } catch (BindException e) {
                            return null;
                        }
                    },
                    Objects::nonNull);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
