package org.port17.launcher.localnet;

/** Loopback ports of one instance: its console, and its two transports (0 for the client, which does not listen). */
public record InstancePorts(int ssh, int tcp, int ws) {}
