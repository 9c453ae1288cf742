package org.port17.netmap;

import java.time.Duration;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.http.AuthorityClient;
import org.port17.netmap.http.Patience;

/**
 * What one of several authorities is asked in one poll, while others can be asked after it: for {@link #IN_ALL} together, since one
 * that plays a slow line must not outlast the prekeys in use. Slower lines get all from the authority that is asked last. One thread.
 */
final class AuthorityTurn {
    static final Patience IN_ALL = new Patience(Duration.ofSeconds(30), 32 << 10, Duration.ofMinutes(10));
    private final AuthorityClient client;
    private final Patience inAll;
    private final long before;
    private long spent;

    AuthorityTurn(AuthorityClient client) {
        this(client, IN_ALL);
    }

    AuthorityTurn(AuthorityClient client, Patience inAll) {
        this.client = client;
        this.inAll = inAll;
        this.before = client.received();
    }

    /** As {@link AuthorityClient#fetch(String, String, int)}. @throws Port17Exception TIMEOUT also when the turn is over */
    Optional<byte[]> fetch(String path, String tag, int max) throws Port17Exception {
        Patience left = inAll.after(spent, client.received() - before)
                .orElseThrow(() -> new Port17Exception(
                        ErrorKind.TIMEOUT, Retry.NOW, "an authority takes too long while others can be asked"));
        long began = System.nanoTime();
        try {
            return client.fetch(path, tag, max, left);
        } finally {
            spent += System.nanoTime() - began;
        }
    }
}
