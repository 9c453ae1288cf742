package org.port17.authority;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.port17.api.Port17Exception;
import org.port17.api.view.CandidateView;
import org.port17.api.view.MeasuredView;
import org.port17.mirror.door.MapDoor;
import org.port17.mirror.door.RateLimit;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.store.KeyFile;
import org.port17.spi.proof.AddressProver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An authority with its key in memory and its port open. */
final class RunningAuthority implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningAuthority.class);
    private final SigningKey key;
    private final CoSigners signers;
    private final MapIssuer issuer;
    private final MapDoor door;
    private final Registry registry;
    private final ScheduledExecutorService proofs;
    private final int port;

    private RunningAuthority(
            SigningKey key,
            CoSigners signers,
            MapIssuer issuer,
            MapDoor door,
            Registry registry,
            ScheduledExecutorService proofs,
            int port) {
        this.key = key;
        this.signers = signers;
        this.issuer = issuer;
        this.door = door;
        this.registry = registry;
        this.proofs = proofs;
        this.port = port;
    }

    /** Reads and writes files and opens the port. @throws Port17Exception CONFIG if any of it fails; nothing runs then */
    static RunningAuthority open(AuthoritySettings settings, AddressProver prover, Meters meters, InstantSource clock)
            throws Port17Exception {
        KeyFile<SigningKey> file = AuthorityKey.open(settings.place().state());
        if (file.wasOpen()) {
            LOG.warn("others could read the authority's key; the file's mode is 0600 now. Consider a new network.");
        }
        SigningKey key = file.key();
        CoSigners signers = signers(key, settings);
        AddressRules rules = settings.addresses();
        Registry registry =
                new Registry(clock, settings.times().drop(), settings.rules().owners(), rules);
        AuthoritySettings.Measuring measuring = settings.measuring();
        Findings findings = Findings.in(settings.place().state(), measuring, clock);
        MapIssuer issuer = new MapIssuer(settings, signers, registry, findings, clock);
        ScheduledExecutorService proofs = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "port17-authority-proofs");
            made.setDaemon(true);
            return made;
        });
        ProofRounds rounds = new ProofRounds(registry, prover, rules, System::nanoTime, issuer::touch, proofs);
        MeasureRounds measures = new MeasureRounds(
                issuer::served,
                rules,
                meters.capacity(),
                key,
                findings.measured(),
                measuring,
                clock,
                new SecureRandom(),
                issuer::touch,
                proofs);
        PlaceRounds places = new PlaceRounds(
                issuer::served, meters, findings.placed(), measuring.places(), clock, new SecureRandom(), proofs);
        try {
            issuer.start();
            RateLimit reads = new RateLimit(1_000, 3_000, System::nanoTime);
            RateLimit writes = new RateLimit(50, 500, System::nanoTime);
            MapDoor door = new MapDoor(
                    "port17-authority-http",
                    issuer.history(),
                    reads,
                    writes,
                    new AuthorityRequests(registry, rules, issuer, findings.placed(), key.publicKey()));
            int port = door.open(settings.place().host(), settings.place().port());
            proofs.scheduleWithFixedDelay(rounds::round, 0, ProofRounds.TICK_MILLIS, TimeUnit.MILLISECONDS);
            proofs.scheduleWithFixedDelay(
                    measures::round, MeasureRounds.LOOK_MILLIS, MeasureRounds.LOOK_MILLIS, TimeUnit.MILLISECONDS);
            proofs.scheduleWithFixedDelay(
                    places::round, PlaceRounds.LOOK_MILLIS, PlaceRounds.LOOK_MILLIS, TimeUnit.MILLISECONDS);
            LOG.info(
                    "authority of network {} listens at port {}",
                    settings.place().network(),
                    port);
            return new RunningAuthority(key, signers, issuer, door, registry, proofs, port);
        } catch (Port17Exception e) {
            proofs.shutdownNow();
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

    /** What each node of the map was measured to carry. */
    List<MeasuredView> measured() {
        return issuer.measured();
    }

    /** Who announced himself, and how he stands. */
    List<CandidateView> candidates() {
        return registry.candidates();
    }

    /** The port is free again when this returns. */
    @Override
    public void close() {
        door.close();
        proofs.shutdownNow();
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
