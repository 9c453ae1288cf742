package org.port17.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.column.OwnerNumbers;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs a new map within 200 ms of a change, and at every interval; where several authorities have to sign, at intervals and
 * in turns. Guarantee: a number is on disk before this authority signs a map that carries it, its own or another's, so it
 * never signs two of one number. One daemon thread, and the door's.
 */
final class MapIssuer {
    private static final Logger LOG = LoggerFactory.getLogger(MapIssuer.class);
    private static final long BATCH_MILLIS = 200;
    private static final long SWEEP_MILLIS = 10_000;
    private static final long PATIENCE_SECONDS = 3;
    private final AuthoritySettings settings;
    private final CoSigners signers;
    private final Registry registry;
    private final InstantSource clock;
    private final Path file;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final History history = new History();
    private final OwnerNumbers ownerNumbers = new OwnerNumbers();
    private final SecondOpinion opinion;
    private final long began;
    private long founded;
    private long epoch;

    MapIssuer(AuthoritySettings settings, CoSigners signers, Registry registry, InstantSource clock) {
        this.settings = settings;
        this.signers = signers;
        this.registry = registry;
        this.clock = clock;
        this.opinion = new SecondOpinion(settings);
        this.file = settings.place().state().resolve("registry");
        this.founded = settings.rules().network().map(NetworkFile::founded).orElse(clock.millis() / 1_000);
        this.began = clock.millis();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "port17-authority");
            made.setDaemon(true);
            return made;
        });
    }

    /** Takes back what was saved, signs the first map and goes on. @throws Port17Exception CONFIG if it cannot */
    void start() throws Port17Exception {
        try {
            if (Files.exists(file)) {
                RegistryImage image = RegistryImage.parse(
                        PrivateFiles.read(file, RegistryImage.MAX_BYTES, "the authority's file registry"));
                registry.restore(image);
                epoch = image.epoch();
                founded = image.founded();
            }
            if (signers.alone()) {
                issue(true);
            } else {
                reserve(epoch);
            }
        } catch (IOException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.LATER, "the authority's state directory cannot be read or written to", e);
        }
        long interval = settings.times().interval().toMillis();
        long sweep = signers.alone() ? SWEEP_MILLIS : Math.min(SWEEP_MILLIS, interval);
        thread.scheduleAtFixedRate(() -> guarded(true), interval, interval, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(() -> guarded(false), sweep, sweep, TimeUnit.MILLISECONDS);
    }

    /** Lets a map that is being signed get done, so that its files are whole and the port's last answer true. */
    void stop() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    History history() {
        return history;
    }

    /** Something changed. Does not block. */
    void touch() {
        if (pending.compareAndSet(false, true)) {
            try {
                thread.schedule(
                        () -> {
                            pending.set(false);
                            guarded(false);
                        },
                        BATCH_MILLIS,
                        TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("a change came after the stop", e);
            }
        }
    }

    private void guarded(boolean always) {
        try {
            issue(always);
        } catch (IOException | Port17Exception | RuntimeException e) {
            LOG.error("no new map could be signed; the old one stands", e);
        }
    }

    private void issue(boolean always) throws IOException, Port17Exception {
        boolean otherPrekeys = history.prekeys(PrekeySet.write(registry.prekeys()));
        List<MapNode> own = registry.live(settings.judgement());
        Optional<Issued> before = history.newest();
        boolean unchanged = before.isPresent() && before.get().edition().nodes().equals(own);
        if (signers.alone() ? unchanged && !always : !due(before)) {
            if (otherPrekeys) {
                reserve(epoch());
            }
            return;
        }
        List<MapNode> nodes = signers.agreed(own);
        boolean same = before.isPresent() && before.get().edition().nodes().equals(nodes);
        Edition edition =
                same ? before.get().edition() : Edition.of(RecordRows.columns(nodes, founded, ownerNumbers), nodes);
        HeadStatement statement = statement(reserve(epoch() + 1), edition);
        Optional<MapHead> head = signers.sign(statement, edition);
        if (head.isEmpty()) {
            LOG.warn("map {} is not signed by enough authorities; the old one stands", statement.epoch());
            return;
        }
        Issued issued = new Issued(head.get(), edition);
        history.add(issued);
        signers.spread(issued);
        LOG.info("map {} signed: {} nodes", statement.epoch(), nodes.size());
    }

    /** Authorities take turns. One that does not come is skipped after an interval. */
    private boolean due(Optional<Issued> before) {
        long interval = settings.times().interval().toMillis();
        long last = before.map(m -> m.head().statement().created()).orElse(began - interval);
        long turn = before.map(Issued::epoch).orElse(0L);
        return clock.millis() >= last + interval * (1 + signers.turnsAfter(turn));
    }

    private synchronized long epoch() {
        return epoch;
    }

    /** On disk before anything is signed under the number. */
    private synchronized long reserve(long number) throws IOException {
        PrivateFiles.write(file, registry.image(number, founded).write());
        epoch = number;
        return number;
    }

    private HeadStatement statement(long number, Edition edition) {
        long now = clock.millis();
        return new HeadStatement(
                settings.place().network(),
                founded,
                number,
                now,
                now + settings.times().validity().toMillis(),
                settings.rules().suites(),
                edition.root(),
                edition.columns().size(),
                "",
                settings.rules().bootstrapOwners());
    }

    /**
     * Signs what another authority proposes.
     *
     * @return key and signature
     * @throws Port17Exception REPLAYED if this authority signed a map of that number or a later one; PROTOCOL, BAD_INPUT or
     *     TAMPERED if it does not agree
     */
    byte[] cosign(byte[] body) throws Port17Exception {
        Proposal proposal = Proposal.parse(body, signers.quorum());
        if (proposal.head().signers() < 1) {
            throw new Port17Exception(ErrorKind.TAMPERED, "the proposed map is signed by no authority of this network");
        }
        opinion.check(proposal, registry.live(settings.judgement()), founded, clock.millis());
        HeadStatement statement = proposal.head().statement();
        synchronized (this) {
            if (statement.epoch() <= epoch) {
                throw new Port17Exception(ErrorKind.REPLAYED, "a map of this number or a later one is signed");
            }
            try {
                reserve(statement.epoch());
            } catch (IOException e) {
                throw new Port17Exception(
                        ErrorKind.OVERLOADED, Retry.LATER, "the authority's state directory cannot be written to", e);
            }
        }
        Quorum.Endorsement given = signers.endorse(statement.message());
        byte[] answer = Arrays.copyOf(given.key(), Signatures.KEY_BYTES + Signatures.BYTES);
        System.arraycopy(given.signature(), 0, answer, Signatures.KEY_BYTES, Signatures.BYTES);
        return answer;
    }

    /** Takes a map that enough authorities signed. @return false: nothing is to be issued because of it */
    boolean signed(byte[] body) throws Port17Exception {
        Proposal proposal = Proposal.parse(body, signers.quorum());
        if (proposal.head().signers() < signers.quorum().needed()) {
            throw new Port17Exception(ErrorKind.TAMPERED, "the map is not signed by enough authorities");
        }
        long number = proposal.head().statement().epoch();
        if (proposal.head().statement().created() > clock.millis() + SecondOpinion.SKEW_MILLIS) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the map is dated ahead");
        }
        synchronized (this) {
            if (history.newest().filter(m -> m.epoch() >= number).isPresent()) {
                throw new Port17Exception(ErrorKind.REPLAYED, "a newer map is held");
            }
            epoch = Math.max(epoch, number);
            history.add(proposal.issued());
        }
        for (int row = 0; row < proposal.records().size(); row++) {
            registry.learn(proposal.records().get(row), 1_000 * proposal.firstSeen(row));
        }
        return false;
    }
}
