package org.port17.netmap;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.port17.api.Endpoint;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedNode;
import org.port17.spi.place.AddressLiteral;

/** Which nodes of a map hand out maps, and where. */
final class Mirrors {
    private Mirrors() {}

    /**
     * The one asked so far, if it still is one; else another by chance, each as likely, whatever routes are in use: who watches
     * the question learns nothing of them.
     *
     * @param others addresses of more of them
     * @param asked null: none so far
     * @return empty if there is none
     */
    static Optional<URI> any(Collection<SignedNode> nodes, List<URI> others, URI asked, Random random) {
        List<URI> all = new ArrayList<>(others);
        nodes.forEach(node -> of(node.statement()).ifPresent(all::add));
        if (asked != null && all.contains(asked)) {
            return Optional.of(asked);
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    /** At the first of a node's addresses that is a number: names are not looked up for this. */
    static Optional<URI> of(NodeStatement node) {
        if (node.mirror() == 0) {
            return Optional.empty();
        }
        for (Endpoint endpoint : node.endpoints()) {
            Optional<byte[]> address = AddressLiteral.ofEndpoint(endpoint.address());
            if (address.isPresent()) {
                return Optional.of(at(address.get(), node.mirror()));
            }
        }
        return Optional.empty();
    }

    private static URI at(byte[] address, int port) {
        try {
            String host = InetAddress.getByAddress(address).getHostAddress();
            return URI.create("http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a literal is no address", e);
        }
    }
}
