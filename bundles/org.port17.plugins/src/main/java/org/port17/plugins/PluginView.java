package org.port17.plugins;

/** One plugin for the console. {@code state} is active (chosen or first), standby, forbidden or draining. */
public record PluginView(PluginKind kind, String name, String state, String bundle, String version, String detail) {}
