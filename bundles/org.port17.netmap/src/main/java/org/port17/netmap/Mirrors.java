package org.port17.netmap;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.port17.api.Endpoint;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedNode;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.PublicAddress;

/** Which nodes of a map hand out maps, and where. */
final class Mirrors {
    private Mirrors() {}

    /**
     * One of them by chance, whatever routes are in use: who watches the question learns nothing of them. Each network (/24 or
     * /48) is as likely as another, however many nodes are in it.
     *
     * @return empty if there is none
     */
    static Optional<URI> any(Collection<SignedNode> nodes, Random random) {
        Map<Long, URI> byNetwork = new HashMap<>();
        for (SignedNode node : nodes) {
            address(node.statement())
                    .ifPresent(address -> byNetwork.put(
                            PublicAddress.network(address),
                            at(address, node.statement().mirror())));
        }
        List<URI> all = List.copyOf(byNetwork.values());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    /** The first of a node's addresses that is a number, if it hands out maps: names are not looked up for this. */
    private static Optional<byte[]> address(NodeStatement node) {
        if (node.mirror() == 0) {
            return Optional.empty();
        }
        for (Endpoint endpoint : node.endpoints()) {
            Optional<byte[]> address = AddressLiteral.ofEndpoint(endpoint.address());
            if (address.isPresent()) {
                return address;
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
