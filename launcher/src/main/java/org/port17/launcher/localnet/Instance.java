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
 * @param ports where it listens
 */
public record Instance(
        String name,
        List<String> features,
        String owner,
        String country,
        int as,
        boolean trusted,
        InstancePorts ports) {
    static final String CLIENT = "port17-client";
    static final String RELAY = "port17-relay";
    static final String EXIT = "port17-exit";
    static final String AUTHORITY = "port17-authority";

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
        return isClient()
                ? List.of()
                : List.of("tcp:127.0.0.1:" + ports.tcp(), "ws:127.0.0.1:" + ports.ws() + "/port17");
    }
}
