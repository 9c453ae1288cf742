package org.port17.launcher.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.localnet.Localnet;
import org.port17.launcher.localnet.NetRecord;

/** A demo: brings its own network up, shows something with it, and proves that it happened. */
public interface Performance extends AutoCloseable {
    Localnet localnet();

    /** @throws LaunchException with one sentence if anything that it promises did not happen */
    Outcome perform() throws LaunchException, InterruptedException;

    /** Closes what is its own. The network is {@link Localnet#down}'s. */
    @Override
    void close() throws IOException;

    /** What was shown and proven. */
    interface Outcome {
        /** The one line for programs. */
        Map<String, Object> json();

        /** The same for a person. */
        void print(PrintStream out);

        NetRecord net();
    }
}
