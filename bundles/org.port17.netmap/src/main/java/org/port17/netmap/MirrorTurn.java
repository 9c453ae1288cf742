package org.port17.netmap;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.port17.api.Port17Exception;
import org.port17.netmap.http.AuthorityClient;
import org.port17.netmap.http.Patience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node that hands out maps is asked in one poll: until it fails once, or {@link #IN_ALL} is over. It is asked for nothing but
 * what a signed head commits to, so it can slow a poll down by that and do nothing else. One thread.
 */
final class MirrorTurn implements AutoCloseable {
    /** Slow lines are waited for, but a node that plays one may cost less time than an authority. */
    private static final int LEAST_RATE = 16 << 10;

    private static final Duration MOST = Duration.ofMinutes(5);
    static final Patience IN_ALL = new Patience(Duration.ofSeconds(15), LEAST_RATE, MOST);
    private static final Patience EACH = new Patience(Duration.ofSeconds(8), LEAST_RATE, MOST);
    private static final Logger LOG = LoggerFactory.getLogger(MirrorTurn.class);
    private final long began = System.nanoTime();
    private final Supplier<Optional<URI>> node;
    private Optional<AuthorityClient> client = Optional.empty();
    private boolean chosen;

    /** @param node whom to ask; looked for when somebody is to be asked, which in most polls nobody is */
    MirrorTurn(Supplier<Optional<URI>> node) {
        this.node = node;
    }

    /** Whom to ask now; empty once there is nobody any more. */
    Optional<AuthorityClient> client() {
        if (!chosen) {
            chosen = true;
            client = node.get().map(base -> new AuthorityClient(base, EACH));
        }
        if (client.isPresent()
                && System.nanoTime() - began > IN_ALL.nanos(client.get().received())) {
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
