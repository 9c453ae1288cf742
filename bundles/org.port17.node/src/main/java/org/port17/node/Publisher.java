package org.port17.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.http.AuthorityClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the authorities what this node is, again every five minutes, and after a failure or while one of them does not list it
 * with growing pauses from one to sixty seconds. One daemon thread of its own; nothing here blocks a caller.
 */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final long REFRESH_MILLIS = 300_000;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LAST_PAUSE_MILLIS = 60_000;

    private final SigningKey key;
    private final Sequence sequence;
    private final List<AuthorityClient> authorities;
    private final Supplier<Optional<NodeStatement>> statement;
    private final Supplier<List<SignedPrekey>> prekeys;
    private final Random jitter = new Random();
    private final ScheduledExecutorService thread;
    private ScheduledFuture<?> next;
    private SignedNode signed;
    private boolean delivered;
    private long pause = FIRST_PAUSE_MILLIS;
    private String lastTrouble = "";
    private volatile String missing = "";

    /** @param statement what to say now, with any sequence number; empty while there is nothing to say */
    Publisher(
            SigningKey key,
            Sequence sequence,
            List<AuthorityClient> authorities,
            Supplier<Optional<NodeStatement>> statement,
            Supplier<List<SignedPrekey>> prekeys) {
        this.key = key;
        this.sequence = sequence;
        this.authorities = List.copyOf(authorities);
        this.statement = statement;
        this.prekeys = prekeys;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "port17-node-publish");
            made.setDaemon(true);
            return made;
        });
    }

    /** Publishes soon. Does not block. */
    void wake() {
        try {
            thread.execute(this::publish);
        } catch (RejectedExecutionException e) {
            LOG.debug("asked to publish after the stop", e);
        }
    }

    /** Why this node is not in the map, as an authority says, or why it cannot be told; empty if nobody complains. */
    String missing() {
        return missing;
    }

    void close() {
        thread.shutdownNow();
        authorities.forEach(AuthorityClient::close);
    }

    private void publish() {
        Optional<NodeStatement> now = statement.get();
        if (now.isEmpty()) {
            return;
        }
        long wait;
        try {
            sign(now.get());
            String unlisted = post(signed.bytes(), PrekeySet.write(new ArrayList<>(prekeys.get())));
            delivered = true;
            report(unlisted);
            if (unlisted.isEmpty()) {
                pause = FIRST_PAUSE_MILLIS;
                wait = spread(REFRESH_MILLIS);
            } else {
                wait = nextPause();
            }
        } catch (Port17Exception e) {
            if (e.kind() == ErrorKind.CLOSED) {
                return;
            }
            delivered = e.kind() == ErrorKind.REPLAYED;
            report(e);
            wait = nextPause();
        } catch (RuntimeException e) {
            LOG.error("a defect kept this node from being published; the next try follows", e);
            wait = spread(LAST_PAUSE_MILLIS);
        }
        schedule(wait);
    }

    private long nextPause() {
        long now = pause;
        pause = Math.min(2 * pause, LAST_PAUSE_MILLIS);
        return spread(now);
    }

    /**
     * To each of them, whatever the others say.
     *
     * @return why one of them does not list this node; empty if all do
     * @throws Port17Exception what the first that did not take it failed with
     */
    private String post(byte[] record, byte[] set) throws Port17Exception {
        Port17Exception trouble = null;
        String unlisted = "";
        for (AuthorityClient authority : authorities) {
            try {
                String why = authority.post("/v1/node", record);
                unlisted = unlisted.isEmpty() ? why : unlisted;
                authority.post("/v1/prekeys", set);
            } catch (Port17Exception e) {
                trouble = trouble == null ? e : trouble;
            }
        }
        if (trouble != null) {
            throw trouble;
        }
        return unlisted;
    }

    /** A record that did not arrive is sent again as it is; what changed or was delivered gets a new number. */
    private void sign(NodeStatement wanted) throws Port17Exception {
        if (signed == null
                || delivered
                || !wanted.numbered(signed.statement().sequence()).equals(signed.statement())) {
            signed = SignedNode.sign(key, wanted.numbered(sequence.next()));
            delivered = false;
        }
    }

    private void schedule(long millis) {
        if (next != null) {
            next.cancel(false);
        }
        try {
            next = thread.schedule(this::publish, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped while publishing", e);
        }
    }

    private long spread(long millis) {
        return millis - millis / 5 + jitter.nextInt((int) (2 * millis / 5) + 1);
    }

    private void report(Port17Exception trouble) {
        if (!trouble.getMessage().equals(lastTrouble)) {
            lastTrouble = trouble.getMessage();
            LOG.warn("this node is not published: {}", lastTrouble);
        }
        missing = lastTrouble;
    }

    /** The first answer is always that the node is not proven yet; that is no news. */
    private void report(String unlisted) {
        if (unlisted.isEmpty() && !lastTrouble.isEmpty()) {
            LOG.info("the authorities list this node");
        } else if (!unlisted.isEmpty() && !missing.isEmpty() && !unlisted.equals(lastTrouble)) {
            LOG.warn("an authority does not list this node: {}", unlisted);
            lastTrouble = unlisted;
        }
        lastTrouble = unlisted.isEmpty() ? "" : lastTrouble;
        missing = unlisted;
    }
}
