package org.port17.authority;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.api.view.MeasuredView;
import org.port17.mirror.door.Edition;
import org.port17.mirror.door.History;
import org.port17.mirror.door.Issued;
import org.port17.netmap.column.Capacity;
import org.port17.netmap.column.OwnerNumbers;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs a new map within 200 ms of a change of nodes, at a {@link PrekeyPace} if only prekeys changed, and at every interval; where
 * several authorities have to sign, at intervals and in turns. Guarantee: see {@link Numbers}; this authority never signs two maps of one number. One daemon thread, and the door's.
 */
final class MapIssuer {
    private static final Logger LOG = LoggerFactory.getLogger(MapIssuer.class);
    private static final long BATCH_MILLIS = 200;
    private static final long SWEEP_MILLIS = 10_000;
    private static final long PATIENCE_SECONDS = 3;
    private final AuthoritySettings settings;
    private final CoSigners signers;
    private final Registry registry;
    private final Measured measured;
    private final InstantSource clock;
    private final Path file;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final History history = new History();
    private final OwnerNumbers ownerNumbers = new OwnerNumbers();
    private final SecondOpinion opinion;
    private final long began;
    private final Intake intake;
    private final Delivery delivery;
    private final LongAdder strangers = new LongAdder();
    private Numbers numbers;
    private long founded;
    private List<SignedPrekey> saved = List.of();

    /** What this authority signed last of others: it need not be fetched again when enough others signed it too. */
    private volatile Optional<Proposal> cosigned = Optional.empty();

    /** Number of the newest map that enough authorities signed, as far as known. */
    private long newest;

    MapIssuer(
            AuthoritySettings settings, CoSigners signers, Registry registry, Measured measured, InstantSource clock) {
        this.settings = settings;
        this.signers = signers;
        this.registry = registry;
        this.measured = measured;
        this.clock = clock;
        this.opinion = new SecondOpinion(settings, registry);
        this.intake = new Intake(signers.quorum());
        this.delivery = new Delivery(history);
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
        List<MapNode> own = served.nodes();
        Optional<Issued> before = history.newest();
        if (signers.alone() ? !always && !changed(before, served) : !due(before)) {
            if (!served.prekeys().equals(saved)) {
                save(served);
            }
            return;
        }
        List<MapNode> nodes = signers.agreed(own, classes(before));
        byte[] set = shared(served.set(nodes), before);
        boolean same = before.isPresent() && before.get().edition().nodes().equals(nodes);
        Edition edition =
                same ? before.get().edition() : Edition.of(RecordRows.columns(nodes, founded, ownerNumbers), nodes);
        HeadStatement statement =
                statement(numbers.next(signers.place(), newest()), edition, PrekeySet.digest(set));
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
        long others = strangers.sumThenReset();
        if (others > 0) {
            LOG.info("{} maps that no authority of this network signed were not looked at", others);
        }
    }

    /** Whether a lone authority signs another map: at once for other nodes, at its pace for other prekeys. */
    private boolean changed(Optional<Issued> before, Served served) {
        if (before.isEmpty() || !before.get().edition().nodes().equals(served.nodes())) {
            return true;
        }
        byte[] set = served.set(served.nodes());
        if (PrekeySet.digest(set).equals(before.get().prekeyDigest())) {
            return false;
        }
        long pause = PrekeyPace.pauseMillis(set.length);
        long left = before.get().head().statement().created() + pause - clock.millis();
        if (left <= 0 || left > pause) { // a clock that was set back makes nobody wait longer
            return true;
        }
        look(waiting, left);
        return false;
    }

    /** Equal sets of two maps are one, so that a map costs nothing for prekeys that did not change. */
    private static byte[] shared(byte[] set, Optional<Issued> before) {
        return before.flatMap(Issued::prekeys)
                .filter(held -> Arrays.equals(held, set))
                .orElse(set);
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
        return measured.views(served().nodes());
    }

    /** What a map says of capacities. */
    private static Map<NodeId, Integer> classes(Optional<Issued> map) {
        Map<NodeId, Integer> classes = new HashMap<>();
        map.ifPresent(m ->
                m.edition().nodes().forEach(n -> classes.put(n.record().id(), Capacity.classOf(n.capacity()))));
        return classes;
    }

    /** Whom this authority would list. */
    Served served() {
        return Served.of(
                measured.fill(registry.live(settings.judgement())),
                registry.prekeys(),
                settings.rules().suites(),
                founded);
    }

    private synchronized long newest() {
        return newest;
    }

    /** @return false: a newer one is held */
    private synchronized boolean add(Issued issued) {
        if (history.newest().filter(m -> m.epoch() >= issued.epoch()).isPresent()) {
            return false;
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

    /**
     * Signs what another authority proposes.
     *
     * @return key and signature
     * @throws Port17Exception REPLAYED if this authority signed a map of that number or a later one; PROTOCOL, BAD_INPUT or
     *     TAMPERED if it does not agree
     */
    byte[] cosign(InputStream body) throws IOException, Port17Exception {
        AtomicBoolean known = new AtomicBoolean();
        try {
            return intake.proposed(
                    body,
                    head -> {
                        int place = proposer(head);
                        known.set(true);
                        opinion.head(head.statement(), founded, clock.millis());
                        numbers.check(head.statement().epoch(), newest());
                        return place;
                    },
                    this::cosigned);
        } catch (Port17Exception e) {
            if (known.get()) {
                LOG.warn("{}", e.getMessage());
            } else {
                strangers.increment();
            }
            throw e;
        }
    }

    /** Whose number it is must have signed; more signatures than too few mean that it was signed already. */
    private int proposer(MapHead head) throws Port17Exception {
        Quorum quorum = signers.quorum();
        int place = numbers.owner(head.statement().epoch());
        if (!head.by(quorum).contains(quorum.keys().get(place)) || head.signers() >= quorum.needed()) {
            throw new Port17Exception(
                    ErrorKind.TAMPERED,
                    "the proposed map is not signed by the authority of this network whose number it has");
        }
        return place;
    }

    private byte[] cosigned(Proposal proposal) throws Port17Exception {
        Served served = served();
        opinion.check(
                proposal, served.nodes(), classes(history.newest()), ProposedPrekeys.among(served.prekeys()));
        HeadStatement statement = proposal.head().statement();
        try {
            numbers.take(statement.epoch(), newest());
        } catch (IOException e) {
            throw new Port17Exception(
                    ErrorKind.OVERLOADED, Retry.LATER, "the authority's state directory cannot be written to", e);
        }
        cosigned = Optional.of(proposal);
        Quorum.Endorsement given = signers.endorse(statement.message());
        byte[] answer = Arrays.copyOf(given.key(), Signatures.KEY_BYTES + Signatures.BYTES);
        System.arraycopy(given.signature(), 0, answer, Signatures.KEY_BYTES, Signatures.BYTES);
        return answer;
    }

    /**
     * Takes a map that enough authorities signed. Of it the head comes, from anybody; the rest is asked of authorities.
     *
     * @return nothing
     */
    byte[] signed(InputStream body) throws IOException, Port17Exception {
        intake.signed(body, this::worthTaking, head -> {
            Optional<Proposal> known = cosigned.filter(own -> own.head().agrees(head));
            Proposal map = known.isPresent()
                    ? known.get().signed(head)
                    : delivery.of(
                            head, signers.from(numbers.owner(head.statement().epoch())));
            if (!add(map.issued())) {
                throw new Port17Exception(ErrorKind.REPLAYED, "a newer map is held");
            }
            for (int row = 0; row < map.records().size(); row++) {
                registry.learn(map.records().get(row), 1_000 * map.firstSeen(row));
            }
            return null;
        });
        return new byte[0];
    }

    /** @return the place of the authority whose number it has */
    private int worthTaking(MapHead head) throws Port17Exception {
        Quorum quorum = signers.quorum();
        if (head.signers() < quorum.needed()) {
            strangers.increment();
            throw new Port17Exception(ErrorKind.TAMPERED, "the map is not signed by enough authorities");
        }
        if (head.statement().created() > clock.millis() + SecondOpinion.SKEW_MILLIS) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the map is dated ahead");
        }
        if (history.newest().filter(m -> m.epoch() >= head.statement().epoch()).isPresent()) {
            throw new Port17Exception(ErrorKind.REPLAYED, "a newer map is held");
        }
        return numbers.owner(head.statement().epoch());
    }
}
