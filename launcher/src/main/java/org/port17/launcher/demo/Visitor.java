package org.port17.launcher.demo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.world.Spot;
import org.port17.launcher.world.World;

/** Visits sites as applications of the client, and asks the client's console which way that went. */
record Visitor(World world, HostPort socks, SSLContext certificate, ClientConsole console) {
    private static final int SILENCE_MILLIS = 30_000;
    private static final int HEAD_MAX = 8192;
    private static final Pattern LENGTH = Pattern.compile("(?is).*\r\ncontent-length: *([0-9]{1,4})\r\n.*");

    /** A connection that ended without an answer, as a refused one does. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * One request. What the console explains is asked before, the route while the connection is open.
     *
     * @throws Refused if no answer came
     * @throws LaunchException if the answer or what the console says of it cannot be
     */
    Visit visit(String application, Site site, boolean encrypted) throws LaunchException, Refused {
        HostPort to = site.at(encrypted);
        Map<String, Object> explained = console.explain(application, to, encrypted);
        long began = System.nanoTime();
        try (Socket tunnel = SocksTunnel.open(socks, application, to, SILENCE_MILLIS);
                Socket socket = encrypted ? tls(tunnel, to) : tunnel) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + to.text() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            char first = (char) in.readUnsignedByte();
            double millis = (System.nanoTime() - began) / 1e6;
            Spot seen = spot(site, world.at(body(in, first)).orElse(null));
            List<Spot> route = route(console.route(application, to), site);
            return new Visit(application, site.spot(), encrypted, route, seen, millis, explained);
        } catch (EOFException e) {
            throw new Refused(new IOException("the connection ended without an answer", e));
        } catch (IOException e) {
            throw new Refused(e);
        }
    }

    private Socket tls(Socket tunnel, HostPort to) throws IOException {
        return certificate.getSocketFactory().createSocket(tunnel, to.host(), to.port(), true);
    }

    private List<Spot> route(List<String> names, Site site) throws LaunchException {
        if (names.isEmpty()) {
            throw LaunchException.failed("the client's console shows no circuit for the connection to "
                    + site.spot().city() + ": run the demo again");
        }
        List<Spot> route = names.stream()
                .flatMap(name -> world.nodes().stream().filter(n -> n.name().equals(name)))
                .toList();
        if (route.size() != names.size()) {
            throw LaunchException.failed("a route to " + site.spot().city() + " runs through a stranger");
        }
        return route;
    }

    private static Spot spot(Site site, Spot seen) throws LaunchException {
        if (seen == null) {
            throw LaunchException.failed(site.spot().city() + " saw somebody who is no node of the network");
        }
        return seen;
    }

    private static String body(DataInputStream in, char first) throws IOException {
        StringBuilder head = new StringBuilder().append(first);
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < HEAD_MAX) {
            head.append((char) in.readUnsignedByte());
        }
        Matcher length = LENGTH.matcher(head);
        if (head.indexOf("HTTP/1.1 200 ") != 0 || !length.matches()) {
            throw new IOException("the site's answer is none");
        }
        byte[] body = new byte[Integer.parseInt(length.group(1))];
        in.readFully(body);
        return new String(body, StandardCharsets.US_ASCII);
    }
}
