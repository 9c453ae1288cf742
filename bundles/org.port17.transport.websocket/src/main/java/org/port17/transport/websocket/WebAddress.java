package org.port17.transport.websocket;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.SocketAddresses;

/**
 * An address reads {@code host:port}, {@code host:port/path} or {@code name@host:port/path}.
 *
 * <p>The host is a literal and the only thing connected to. The name, where there is one, is never resolved: it is what
 * the web server in front of the node is called, and goes into the Host header, the TLS server name and the check of
 * the certificate.
 *
 * @param name empty if there is none
 * @param path begins with a slash
 */
record WebAddress(String scheme, String name, InetSocketAddress socket, String path) {
    static final String DEFAULT_PATH = "/port17";
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern SHAPE =
            Pattern.compile("(?:(" + LABEL + "(?:\\." + LABEL + ")*)@)?([^/@]+)((?:/[A-Za-z0-9._~-]*)*)");

    static WebAddress parse(String scheme, Endpoint endpoint) throws Port17Exception {
        Matcher shape = SHAPE.matcher(endpoint.address());
        if (!endpoint.scheme().equals(scheme) || !shape.matches()) {
            throw new Port17Exception(
                    ErrorKind.BAD_INPUT, "a " + scheme + " endpoint reads " + scheme + ":[name@]host:port[/path]");
        }
        return new WebAddress(
                scheme,
                shape.group(1) == null ? "" : shape.group(1),
                SocketAddresses.parse(shape.group(2)),
                shape.group(3).isEmpty() ? DEFAULT_PATH : shape.group(3));
    }

    /** The same address at the port really in use. */
    Endpoint at(InetSocketAddress bound) {
        return new Endpoint(scheme, (name.isEmpty() ? "" : name + "@") + SocketAddresses.text(bound) + path);
    }

    /** What the server is called: the name, else the literal. */
    String host() {
        if (!name.isEmpty()) {
            return name;
        }
        String text = SocketAddresses.text(socket);
        return text.substring(0, text.lastIndexOf(':'));
    }

    URI uri() {
        return URI.create(scheme + "://" + host() + ":" + socket.getPort() + path);
    }
}
