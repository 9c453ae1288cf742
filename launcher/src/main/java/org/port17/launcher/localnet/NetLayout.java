package org.port17.launcher.localnet;

import java.nio.file.Path;

/**
 * Where things are in a network's folder. The distribution is copied into it, so that a rebuild does not pull the jars
 * from under a running network.
 *
 * @param dir the network's folder
 */
public record NetLayout(Path dir) {
    public Path record() {
        return dir.resolve("localnet.json");
    }

    Path home() {
        return dir.resolve("home");
    }

    /** The places file of a network in a world. */
    Path places() {
        return home().resolve("world.p17l");
    }

    Path keys() {
        return dir.resolve("keys");
    }

    /** Key of the console user {@code admin} or {@code viewer}. */
    public Path key(String user) {
        return keys().resolve(user);
    }

    public Path instance(String name) {
        return dir.resolve(name);
    }

    public Path etc(String name) {
        return instance(name).resolve("etc");
    }

    Path data(String name) {
        return instance(name).resolve("data");
    }

    public Path log(String name) {
        return data(name).resolve("log").resolve("karaf.log");
    }

    /** What the process prints before its log is open, and if the JVM itself fails. */
    Path output(String name) {
        return instance(name).resolve("output.log");
    }
}
