package org.port17.netmap;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.port17.api.Port17Exception;
import org.port17.netmap.http.AuthorityClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node that hands out maps is asked in one poll: until it fails once, or took longer than {@link #PATIENCE} in all. It is
 * asked for nothing but what a signed head commits to, so it can slow a poll down by that and do nothing else. One thread.
 */
final class MirrorTurn implements AutoCloseable {
    /** Nobody to ask. */
    static final MirrorTurn NONE = new MirrorTurn(Optional.empty());

    static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration EACH = Duration.ofSeconds(8);
    private static final Logger LOG = LoggerFactory.getLogger(MirrorTurn.class);
    private final long began = System.nanoTime();
    private Optional<AuthorityClient> client;

    private MirrorTurn(Optional<AuthorityClient> client) {
        this.client = client;
    }

    static MirrorTurn with(Optional<URI> node) {
        return node.isEmpty() ? NONE : new MirrorTurn(node.map(base -> new AuthorityClient(base, EACH)));
    }

    /** Whom to ask now; empty once there is nobody any more. */
    Optional<AuthorityClient> client() {
        if (client.isPresent() && System.nanoTime() - began > PATIENCE.toNanos()) {
            LOG.debug(
                    "a node hands out the map too slowly: {} s",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
            close();
        }
        return client;
    }

    /** It is not asked any more in this poll. */
    void failed(Port17Exception why) {
        LOG.debug("a node that hands out the map gives no good answer", why);
        close();
    }

    @Override
    public void close() {
        client.ifPresent(AuthorityClient::close);
        client = Optional.empty();
    }
}
