package org.port17.rehearsal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.view.Inspection;
import org.port17.api.view.RehearsalView;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.Plugins;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays each suite that is here, on a thread of its own, with switches between it and one that was played before: at nodes
 * without rests, since they do not announce themselves before; at plain clients nothing in the first seconds, and then at leisure, so
 * that whoever shares the processor hardly notices, and resting while the loop works for somebody. A suite that comes later is played when it comes, and
 * everything again when a part that plays with its real classes comes. A failure costs one warning and ends the playing of
 * that suite.
 */
@Component(
        name = "org.port17.rehearsal",
        immediate = true,
        service = {Rehearsals.class, Inspection.class})
public final class RehearsalService implements Rehearsals, Inspection, PluginListener {
    private static final Logger LOG = LoggerFactory.getLogger(RehearsalService.class);

    /** Nobody waits for a plain client to be warm, but somebody may be about to use it. */
    private static final Duration AFTER_THE_FIRST_REQUESTS = Duration.ofSeconds(3);

    /** Who has no suite, or no transport to play over, by then will not be warm. */
    private static final Duration SOMETHING_TO_PLAY = Duration.ofSeconds(3);

    private final Plugins plugins;
    private final AutoCloseable listening;
    private final CompletableFuture<Void> warm = new CompletableFuture<>();
    private final SecureRandom random = new SecureRandom();
    private final Thread thread;
    /** Suite objects that were played to their end with the parts that are here. */
    private final Set<CipherSuite> played = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Loop loop;
    private final GivingWay way;
    private final Compiler compiler = new Compiler();
    /** Until then, in {@link System#nanoTime}, somebody waits for a node to be warm and nobody uses it. */
    private volatile long promptUntil = System.nanoTime();

    private NodePart nodePart;
    private ClientPart clientPart;
    private DoorPart doorPart;
    private ExitPart exitPart;
    private Playing playing;
    private boolean stopped;
    /** Whether nothing was played to its end since the parts last changed. */
    private volatile boolean first = true;
    /** Whether what comes behind all suites was. */
    private boolean encore;
    /** Whether garbage was collected behind it. */
    private boolean collected;

    /**
     * What the thread is at.
     *
     * @param suites the one that is played, and behind it one that was and that circuits switch to and from
     */
    private record Playing(List<CipherSuite> suites, Troupe troupe, Program program, CompletableFuture<Void> over) {
        CipherSuite suite() {
            return suites.get(0);
        }

        boolean needs(Object plugin) {
            return suites.stream().anyMatch(suite -> suite == plugin) || troupe.wires() == plugin;
        }
    }

    /** Begins as soon as there is a suite, a part, and a transport to play over. */
    @Activate
    public RehearsalService(@Reference Plugins plugins, @Reference Loop loop) {
        this.plugins = plugins;
        this.loop = loop;
        this.way = new GivingWay(loop);
        this.listening = plugins.onChange(this);
        this.thread = new Thread(this::run, "port17-rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setNodePart(NodePart part) {
        nodePart = part;
        again();
    }

    synchronized void unsetNodePart(NodePart part) {
        if (nodePart == part) {
            nodePart = null;
            again();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setClientPart(ClientPart part) {
        clientPart = part;
        again();
    }

    synchronized void unsetClientPart(ClientPart part) {
        if (clientPart == part) {
            clientPart = null;
            again();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setDoorPart(DoorPart part) {
        doorPart = part;
        again();
    }

    synchronized void unsetDoorPart(DoorPart part) {
        if (doorPart == part) {
            doorPart = null;
            again();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setExitPart(ExitPart part) {
        exitPart = part;
        again();
    }

    synchronized void unsetExitPart(ExitPart part) {
        if (exitPart == part) {
            exitPart = null;
            again();
        }
    }

    private void again() {
        played.clear();
        first = true;
        encore = false;
        collected = false;
        playing = null;
        notifyAll();
    }

    @Override
    public CompletionStage<Void> nodeIsWarm(Duration most) {
        promptUntil = System.nanoTime() + most.toNanos();
        // For good, and for the first who waits: a node that was announced is used.
        warm.completeOnTimeout(null, most.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture.delayedExecutor(SOMETHING_TO_PLAY.toNanos(), TimeUnit.NANOSECONDS)
                .execute(this::nothingToPlay);
        return warm.minimalCompletionStage();
    }

    private synchronized void nothingToPlay() {
        if (warm.isDone()) {
            return;
        }
        if (suites().isEmpty() || plugins.transport(StageWires.REAL).isEmpty()) {
            warm.complete(null);
        }
    }

    private boolean promptly() {
        return !warm.isDone() && System.nanoTime() - promptUntil < 0;
    }

    @Override
    public synchronized void changed(PluginKind kind) {
        if (kind == PluginKind.SUITE) {
            played.retainAll(plugins.suites());
        }
        notifyAll();
    }

    /** The plugin's objects are let go of within one round. */
    @Override
    public synchronized CompletionStage<Void> draining(PluginKind kind, String name, Object plugin) {
        Playing now = playing;
        if (now == null || !now.needs(plugin)) {
            return CompletableFuture.completedFuture(null);
        }
        playing = null;
        notifyAll();
        return now.over();
    }

    @Deactivate
    void stop() throws Exception {
        listening.close();
        synchronized (this) {
            stopped = true;
            playing = null;
            notifyAll();
        }
        // Who waited is let go of now, not when his time is over.
        warm.cancel(false);
        thread.interrupt();
    }

    /** For tests: whether the thread ended within that time. */
    boolean ended(long seconds) throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(seconds));
        return !thread.isAlive();
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                more = playNext();
                settle();
            }
        } catch (InterruptedException e) {
            // The bundle stops: what is warm is warm.
            Thread.currentThread().interrupt();
        }
    }

    /** Behind everything: the compiler works it off, and what a start and a rehearsal needed goes back to the system. */
    private void settle() throws InterruptedException {
        compiler.awaitRest(this::hasPlayedAll);
        if (!promptly()) {
            way.rest(GivingWay.MORE.toNanos(), this::hasPlayedAll);
        }
        // A part or a suite may have come meanwhile.
        if (mayCollect()) {
            System.gc();
        }
        nodeIsWarm();
    }

    /** Once for the parts that are here. */
    private synchronized boolean mayCollect() {
        boolean may = hasPlayedAll() && !collected;
        collected |= may;
        return may;
    }

    private synchronized void nodeIsWarm() {
        if (nodePart != null && hasPlayedAll()) {
            warm.complete(null);
        }
    }

    /** @return false when the bundle stops */
    private boolean playNext() throws InterruptedException {
        Playing now = next();
        if (now == null) {
            return false;
        }
        try {
            play(now);
        } catch (Port17Exception | RuntimeException e) {
            LOG.warn(
                    "the rehearsal of suite {} failed; real circuits with it may too",
                    now.suite().traits().name(),
                    e);
        } finally {
            played(now);
        }
        return true;
    }

    /**
     * Waits for a suite that was not played yet. Neither this method nor its callers have a plugin in a variable meanwhile:
     * a thread that waits for hours would keep one that is long gone.
     *
     * @return null when the bundle stops
     */
    private synchronized Playing next() throws InterruptedException {
        while (!stopped && !choose()) {
            wait();
        }
        return stopped ? null : playing;
    }

    private boolean choose() {
        Transport wires = plugins.transport(StageWires.REAL).orElse(null);
        if (wires == null || (nodePart == null && clientPart == null)) {
            return false;
        }
        List<CipherSuite> suites = suites();
        Optional<CipherSuite> next =
                suites.stream().filter(suite -> !played.contains(suite)).findFirst();
        if (next.isPresent()) {
            Stream<CipherSuite> beside =
                    suites.stream().filter(played::contains).limit(1);
            play(Stream.concat(next.stream(), beside).toList(), wires, first ? Program.first() : Program.later());
            return true;
        }
        if (nodePart != null && !suites.isEmpty() && !encore && promptly()) {
            play(suites.subList(0, 1), wires, Program.encore());
            return true;
        }
        return false;
    }

    private void play(List<CipherSuite> suites, Transport wires, Program program) {
        Troupe troupe = new Troupe(loop, wires, nodePart, clientPart, doorPart, exitPart);
        playing = new Playing(suites, troupe, program, new CompletableFuture<>());
    }

    private List<CipherSuite> suites() {
        return plugins.suites().stream().filter(suite -> suite.traits().onion()).toList();
    }

    @Override
    public synchronized CompletionStage<List<RehearsalView>> rehearsal() {
        List<CipherSuite> suites = suites();
        int done = (int) suites.stream().filter(played::contains).count();
        return CompletableFuture.completedFuture(List.of(new RehearsalView(done, suites.size())));
    }

    private void played(Playing now) {
        synchronized (this) {
            if (now.equals(playing)) {
                playing = null;
                first = false;
                encore = played.contains(now.suite());
                played.add(now.suite());
            }
        }
        now.over().complete(null);
    }

    private synchronized boolean hasPlayedAll() {
        return !stopped && !first && played.containsAll(suites()) && (encore || nodePart == null || !promptly());
    }

    private synchronized boolean goesOn(Playing now) {
        return now.equals(playing);
    }

    private void play(Playing now) throws Port17Exception, InterruptedException {
        boolean node = now.troupe().node() != null;
        if (first && !node) {
            await(now, AFTER_THE_FIRST_REQUESTS);
        }
        new Performance(
                        now.suites(),
                        now.troupe(),
                        now.program(),
                        new Direction() {
                            @Override
                            public boolean goesOn() {
                                return RehearsalService.this.goesOn(now);
                            }

                            @Override
                            public boolean promptly() {
                                return RehearsalService.this.promptly();
                            }

                            @Override
                            public void await(Duration time) throws InterruptedException {
                                RehearsalService.this.await(now, time);
                            }
                        },
                        way,
                        random)
                .play();
    }

    /** For so long, or until this playing is not to go on. */
    private synchronized void await(Playing now, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && goesOn(now); left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
