package org.port17.plugins;

/** The five swap points. */
public enum PluginKind {
    TRANSPORT,
    SUITE,
    ROUTE,
    EXIT,
    PAYMENT;

    /** Lower-case, as the console and configuration write it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
