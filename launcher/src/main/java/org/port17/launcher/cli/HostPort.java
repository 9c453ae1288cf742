package org.port17.launcher.cli;

/** An address of an application: host and port, 1 to 65535; an IPv6 literal keeps its brackets in {@link #text}. */
public record HostPort(String host, int port) {
    /** @throws LaunchException USAGE if the text is not {@code host:port} */
    public static HostPort parse(String option, String text) throws LaunchException {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            host = "";
        }
        int port = -1;
        String digits = text.substring(colon + 1);
        if (digits.matches("[0-9]{1,5}")) {
            port = Integer.parseInt(digits);
        }
        if (port < 1 || port > 65_535 || !host.matches("[A-Za-z0-9._:-]{1,253}")) {
            throw LaunchException.usage("--" + option + " takes host:port, such as 127.0.0.1:1080");
        }
        return new HostPort(host, port);
    }

    public String text() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
