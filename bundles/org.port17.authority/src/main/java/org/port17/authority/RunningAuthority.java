package org.port17.authority;

import java.time.InstantSource;
import java.util.HexFormat;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.store.KeyFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An authority with its key in memory and its port open. */
final class RunningAuthority implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningAuthority.class);
    private final SigningKey key;
    private final CoSigners signers;
    private final MapIssuer issuer;
    private final HttpDoor door;
    private final int port;

    private RunningAuthority(SigningKey key, CoSigners signers, MapIssuer issuer, HttpDoor door, int port) {
        this.key = key;
        this.signers = signers;
        this.issuer = issuer;
        this.door = door;
        this.port = port;
    }

    /** Reads and writes files and opens the port. @throws Port17Exception CONFIG if any of it fails; nothing runs then */
    static RunningAuthority open(AuthoritySettings settings, InstantSource clock) throws Port17Exception {
        KeyFile<SigningKey> file = AuthorityKey.open(settings.place().state());
        if (file.wasOpen()) {
            LOG.warn("others could read the authority's key; the file's mode is 0600 now. Consider a new network.");
        }
        SigningKey key = file.key();
        CoSigners signers = signers(key, settings);
        Registry registry =
                new Registry(clock, settings.times().drop(), settings.rules().owners());
        MapIssuer issuer = new MapIssuer(settings, signers, registry, clock);
        try {
            issuer.start();
            RateLimit reads = new RateLimit(1_000, 3_000, System::nanoTime);
            RateLimit writes = new RateLimit(50, 500, System::nanoTime);
            HttpDoor door = new HttpDoor(registry, issuer, key.publicKey(), reads, writes);
            int port = door.open(settings.place().host(), settings.place().port());
            LOG.info(
                    "authority of network {} listens at port {}",
                    settings.place().network(),
                    port);
            return new RunningAuthority(key, signers, issuer, door, port);
        } catch (Port17Exception e) {
            issuer.stop();
            signers.close();
            key.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    String publicKey() {
        return HexFormat.of().formatHex(key.publicKey());
    }

    /** The port is free again when this returns. */
    @Override
    public void close() {
        door.close();
        issuer.stop();
        signers.close();
        key.close();
    }

    private static CoSigners signers(SigningKey key, AuthoritySettings settings) throws Port17Exception {
        try {
            return new CoSigners(key, settings.rules().network());
        } catch (Port17Exception e) {
            key.close();
            throw e;
        }
    }
}
