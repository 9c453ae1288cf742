package org.port17.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
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
import org.port17.api.view.MeasuredView;
import org.port17.mirror.door.Edition;
import org.port17.mirror.door.History;
import org.port17.mirror.door.Issued;
import org.port17.netmap.column.OwnerNumbers;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.column.Room;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs a new map within 200 ms of a change, and at every interval, with other prekeys at a {@link PrekeyPace}; where several
 * authorities have to sign, at intervals and in turns. Guarantee: see {@link Numbers}; this authority never signs two maps of one number. One daemon thread, and the door's.
 */
final class MapIssuer {
    private static final Logger LOG = LoggerFactory.getLogger(MapIssuer.class);
    private static final long BATCH_MILLIS = 200;
    private static final long SWEEP_MILLIS = 10_000;
    private static final long PATIENCE_SECONDS = 3;
    private final AuthoritySettings settings;
    private final CoSigners signers;
    private final Registry registry;
    private final Findings findings;
    private final InstantSource clock;
    private final Path file;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final History history = new History();
    private final PrekeyPace pace;
    private final FromOthers others;
    private final NextPrekeys prekeys;
    private final OwnerNumbers ownerNumbers = new OwnerNumbers();
    private final long began;
    private Numbers numbers;
    private long founded;
    private List<SignedPrekey> saved = List.of();

    /** Number of the newest map that enough authorities signed, as far as known. */
    private long newest;

    MapIssuer(
            AuthoritySettings settings, CoSigners signers, Registry registry, Findings findings, InstantSource clock) {
        this(settings, signers, registry, findings, clock, new PrekeyPace());
    }

    MapIssuer(
            AuthoritySettings settings,
            CoSigners signers,
            Registry registry,
            Findings findings,
            InstantSource clock,
            PrekeyPace pace) {
        this.settings = settings;
        this.signers = signers;
        this.registry = registry;
        this.findings = findings;
        this.clock = clock;
        this.pace = pace;
        this.others = new FromOthers(
                this, signers, registry, new SecondOpinion(settings, registry, findings.placed()), clock);
        this.prekeys = new NextPrekeys(pace, settings.rules().suites());
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
                newest = image.epoch();
                founded = image.founded();
            }
            numbers = new Numbers(
                    file.resolveSibling("signed"), signers.quorum().keys().size(), newest);
            save();
            if (signers.alone()) {
                issue(true);
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

    /** Where maps of other authorities go. */
    FromOthers others() {
        return others;
    }

    /** Of the maps that this authority signs; there once it started. */
    Numbers numbers() {
        return numbers;
    }

    /** When the network was founded, seconds since 1970; fixed once it started. */
    long founded() {
        return founded;
    }

    /** Something changed. Does not block. */
    void touch() {
        look(pending, BATCH_MILLIS);
    }

    /** @param once whether a look of this kind is to come already */
    private void look(AtomicBoolean once, long millis) {
        if (once.compareAndSet(false, true)) {
            try {
                thread.schedule(
                        () -> {
                            once.set(false);
                            guarded(false);
                        },
                        millis,
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
        Served served = served();
        Optional<Issued> before = history.newest();
        Optional<NextPrekeys.Choice> choice =
                signers.alone() ? ownChoice(served, before, always) : choiceOfMany(served, before);
        if (choice.isEmpty()) {
            if (!served.prekeys().equals(saved)) {
                save(served);
            }
            return;
        }
        List<MapNode> nodes = choice.get().nodes();
        byte[] set = choice.get().set();
        boolean same = before.isPresent() && before.get().edition().nodes().equals(nodes);
        Edition edition =
                same ? before.get().edition() : Edition.of(RecordRows.columns(nodes, founded, ownerNumbers), nodes);
        HeadStatement statement = statement(numbers.next(signers.place(), newest()), edition, PrekeySet.digest(set));
        save(served);
        Optional<MapHead> head = signers.sign(statement, edition, set);
        if (head.isEmpty()) {
            LOG.warn("map {} is not signed by enough authorities; the old one stands", statement.epoch());
            return;
        }
        Issued issued = new Issued(head.get(), edition, Optional.of(set));
        if (!add(issued)) {
            LOG.warn("map {} is older than one that came meanwhile, and is not used", statement.epoch());
            return;
        }
        signers.spread(issued.head());
        LOG.info("map {} signed: {} nodes", statement.epoch(), nodes.size());
        long strangers = others.strangers();
        if (strangers > 0) {
            LOG.info("{} maps that no authority of this network signed were not looked at", strangers);
        }
    }

    /** What a lone authority signs next; nothing if that is what it signed. */
    private Optional<NextPrekeys.Choice> ownChoice(Served served, Optional<Issued> before, boolean always)
            throws Port17Exception {
        NextPrekeys.Choice choice = prekeys.alone(served, before, clock.millis());
        if (choice.waitMillis() > 0) {
            look(waiting, choice.waitMillis());
        }
        boolean changed = before.isEmpty()
                || !before.get().edition().nodes().equals(choice.nodes())
                || !before.get().prekeyDigest().equals(PrekeySet.digest(choice.set()));
        return always || changed ? Optional.of(choice) : Optional.empty();
    }

    /** What one authority of several proposes next; nothing if it is not its turn. */
    private Optional<NextPrekeys.Choice> choiceOfMany(Served served, Optional<Issued> before) throws Port17Exception {
        if (!due(before)) {
            return Optional.empty();
        }
        // What others say of places makes other shapes of rows.
        List<MapNode> agreed = Room.of(signers.agreed(served.nodes(), findings.placed(), Said.by(before)), founded);
        return Optional.of(prekeys.shared(served, agreed, before, clock.millis()));
    }

    /** Authorities take turns. One that does not come is skipped after an interval. */
    private boolean due(Optional<Issued> before) {
        long interval = settings.times().interval().toMillis();
        long last = before.map(m -> m.head().statement().created()).orElse(began - interval);
        long turn = before.map(Issued::epoch).orElse(0L);
        return clock.millis() >= last + interval * (1 + signers.turnsAfter(turn));
    }

    /** What was measured of each node of the map. */
    List<MeasuredView> measured() {
        return findings.views(served().nodes());
    }

    /** Whom this authority would list. */
    Served served() {
        return Served.of(
                findings.fill(registry.live(settings.judgement())),
                registry.prekeys(),
                settings.rules().suites(),
                founded);
    }

    /** Number of the newest map that enough signed. */
    synchronized long newest() {
        return newest;
    }

    /** @return false: a newer one is held */
    synchronized boolean add(Issued issued) {
        if (history.newest().filter(m -> m.epoch() >= issued.epoch()).isPresent()) {
            return false;
        }
        boolean otherPrekeys = history.newest()
                .filter(m -> m.prekeyDigest().equals(issued.prekeyDigest()))
                .isEmpty();
        if (otherPrekeys) {
            pace.named(issued.prekeys().map(set -> set.length).orElse(0), clock.millis());
        }
        history.add(issued);
        newest = Math.max(newest, issued.epoch());
        return true;
    }

    private void save(Served served) throws IOException {
        save();
        saved = served.prekeys();
    }

    private synchronized void save() throws IOException {
        PrivateFiles.write(file, registry.image(newest, founded).write());
    }

    /**
     * Takes a node's prekeys.
     *
     * @return whether any is new
     * @throws Port17Exception BAD_INPUT if one is of a suite that the network does not permit or has no key of that suite; else
     *     as {@link Registry#prekeys}
     */
    boolean prekeys(PrekeySet set) throws Port17Exception {
        for (SignedPrekey prekey : set.prekeys()) {
            if (!prekey.fitsItsSuite()) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "a prekey's length is not its suite's");
            }
        }
        return registry.prekeys(new PrekeySet(
                set.prekeys().stream()
                        .filter(p ->
                                settings.rules().suites().contains(p.record().suite()))
                        .toList(),
                set.refused()));
    }

    private HeadStatement statement(long number, Edition edition, String prekeys) {
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
                prekeys,
                settings.rules().bootstrapOwners());
    }
}
