package org.port17.authority;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.spi.proof.AddressProver;

/** Says at once who is at an address: whoever says that he is, unless a test says who really is. Counts the dials. */
final class FakeProver implements AddressProver {
    private final Map<Endpoint, Optional<NodeId>> really = new ConcurrentHashMap<>();
    private final Map<Endpoint, AtomicInteger> dials = new ConcurrentHashMap<>();
    volatile boolean unequipped;
    volatile boolean cutOff;

    void at(Endpoint endpoint, NodeId node) {
        really.put(endpoint, Optional.of(node));
    }

    void nobodyAt(Endpoint endpoint) {
        really.put(endpoint, Optional.empty());
    }

    int dials(Endpoint endpoint) {
        return dials.getOrDefault(endpoint, new AtomicInteger()).get();
    }

    int dials() {
        return dials.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    @Override
    public CompletionStage<Void> prove(NodeId node, Endpoint endpoint, List<byte[]> prekeys, Duration within) {
        dials.computeIfAbsent(endpoint, e -> new AtomicInteger()).incrementAndGet();
        if (unequipped) {
            return CompletableFuture.failedFuture(new Port17Exception(ErrorKind.UNSUPPORTED, "no transport"));
        }
        boolean there = !cutOff
                && really.getOrDefault(endpoint, Optional.of(node)).equals(Optional.of(node))
                && !prekeys.isEmpty();
        return there
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new Port17Exception(ErrorKind.NODE_UNREACHABLE, "nobody there"));
    }
}
