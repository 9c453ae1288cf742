package org.port17.launcher.localnet;

import java.util.List;

/**
 * One Karaf of a local network.
 *
 * @param name folder name, node name
 * @param features what it boots, by feature name
 * @param owner who runs it, as published; empty for the client
 * @param country two letters; empty for the client
 * @param as number of its autonomous system
 * @param trusted whether the authority lists it as trusted
 * @param address where it listens for links, on loopback
 * @param ports where it listens; the console always on 127.0.0.1
 */
public record Instance(
        String name,
        List<String> features,
        String owner,
        String country,
        int as,
        boolean trusted,
        String address,
        InstancePorts ports) {
    static final String CLIENT = "port17-client";
    static final String RELAY = "port17-relay";
    static final String EXIT = "port17-exit";
    static final String AUTHORITY = "port17-authority";
    static final String DELAY = "port17-delay";
    static final String LOCAL = "127.0.0.1";

    public Instance {
        features = List.copyOf(features);
    }

    public boolean isClient() {
        return features.contains(CLIENT);
    }

    public boolean isExit() {
        return features.contains(EXIT);
    }

    public boolean isAuthority() {
        return features.contains(AUTHORITY);
    }

    /** Where it listens for links; empty for the client. */
    public List<String> endpoints() {
        if (isClient()) {
            return List.of();
        }
        return isDistant()
                ? List.of("delay:" + address + ":" + ports.tcp())
                : List.of("tcp:" + address + ":" + ports.tcp(), "ws:" + address + ":" + ports.ws() + "/port17");
    }

    /** Whether distances to it are emulated. */
    public boolean isDistant() {
        return features.contains(DELAY);
    }
}
