package org.port17.rehearsal;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Tunnels;
import org.port17.link.LaneAcceptor;
import org.port17.link.PrivateLinks;
import org.port17.spi.dialer.ExitDialer;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Connection;

/**
 * A made-up network of a client, three nodes and one destination, over ports of 127.0.0.1 and on the loop that serves real
 * traffic. Its keys, links and circuits are its own and are gone with it. Used by one thread, which is not the loop's.
 */
public final class Stage implements AutoCloseable {
    /** Behind this the client offers the first step, the nodes answer, and what carries the switch has left. */
    static final Duration STEPS = Duration.ofMillis(1_500);

    /** What takes so long on one machine will not come. */
    private static final long PATIENCE_SECONDS = 20;

    /** Links live for seconds here and shall ping all the same. */
    private static final Duration KEEP_ALIVE = Duration.ofMillis(200);

    private static final int NODES = 3;
    private final Troupe troupe;
    private final List<StageNode> nodes = new ArrayList<>(NODES);
    private final List<PrivateLinks> links = new ArrayList<>(NODES + 1);
    private final StageOrigin origin;
    private final StageWires wires;
    private final StagePlugins plugins;
    private Tunnels client;
    private DoorPart.Door door;
    private Application application;
    private int rounds;
    private int repeats;

    /** @param suites of links and layers, the preferred one first; each serves onion layers */
    public Stage(List<CipherSuite> suites, Troupe troupe, SecureRandom random)
            throws Port17Exception, InterruptedException {
        this.troupe = troupe;
        this.origin = troupe.exit() == null ? null : origin();
        this.wires = new StageWires(troupe.wires());
        this.plugins = new StagePlugins(suites, wires);
        try {
            onLoop(() -> {
                build(suites, random);
                return null;
            });
            if (troupe.client() != null && troupe.door() != null) {
                door = troupe.door().open(client);
                application = new SocksApplication(await(door.bound().toCompletableFuture()));
            } else {
                application = new MemoryApplication(troupe.loop(), client);
            }
        } catch (Port17Exception | RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private static StageOrigin origin() throws Port17Exception {
        try {
            return new StageOrigin();
        } catch (IOException e) {
            throw new Port17Exception(ErrorKind.INTERNAL, "no port of 127.0.0.1 for a made-up destination");
        }
    }

    private void build(List<CipherSuite> suites, SecureRandom random) throws Port17Exception {
        for (int i = 0; i < NODES; i++) {
            nodes.add(new StageNode("node" + i, 1 + i, suites, random));
        }
        StageMap map = new StageMap(nodes, suites);
        ExitDialer exit =
                origin == null ? new MemoryOrigin(troupe.loop()) : troupe.exit().dialer(origin.address());
        for (StageNode self : nodes) {
            Place place = place(self, map);
            LaneAcceptor acceptor = troupe.node() == null
                    ? new ScriptedNode(place)
                    : troupe.node().node(place, exit);
            place.links().listen(List.of(new Endpoint(StageWires.SCHEME, self.name())), acceptor);
        }
        Place place = place(null, map);
        client = troupe.client() == null
                ? new ScriptedClient(place)
                : troupe.client().client(place);
    }

    private Place place(StageNode self, StageMap map) {
        PrivateLinks own = new PrivateLinks(troupe.loop(), plugins, map, self, KEEP_ALIVE);
        links.add(own);
        return new Place(own.links(), self, map, plugins);
    }

    /**
     * One new circuit, one request through it and its answer. The circuit goes on behind it, for {@link #STEPS}, with the
     * first step of every hop, and ends then.
     *
     * @param answer bytes that the destination sends
     * @throws Port17Exception INTERNAL if not all of them came
     */
    public void round(int answer) throws Port17Exception, InterruptedException {
        // Another application each time: a stream of the same one would share the circuit.
        AutoCloseable stream = await(application.ask("rehearsal " + ++rounds, Request.http(answer)));
        troupe.loop().execute(() -> troupe.loop().schedule(() -> end(stream), STEPS));
    }

    /**
     * As {@link #round}, while a link stands still for moments; none does before the first round.
     *
     * @param link of all there are, counted from the first again behind the last
     */
    public void heldUp(int answer, int link) throws Port17Exception, InterruptedException {
        Holdups holdups = new Holdups(troupe.loop());
        troupe.loop().execute(() -> {
            List<Connection> all = wires.dialled();
            if (!all.isEmpty()) {
                holdups.start(all.get(link % all.size()));
            }
        });
        try {
            round(answer);
        } finally {
            troupe.loop().execute(holdups::end);
        }
    }

    /**
     * One request, HTTP and TLS by turns, with its small answer and the stream's end: on the circuit of the last such request, if the client shares
     * circuits.
     *
     * @throws Port17Exception INTERNAL if the answer did not come
     */
    public void again() throws Port17Exception, InterruptedException {
        byte[] request = ++repeats % 2 == 0 ? Request.tls() : Request.http(1);
        AutoCloseable stream = await(application.ask("rehearsal again", request));
        troupe.loop().execute(() -> end(stream));
    }

    /** Another suite becomes the preferred one: links and circuits that are up switch to it as they do in earnest. */
    public void turn() throws Port17Exception, InterruptedException {
        onLoop(() -> {
            plugins.turn();
            return null;
        });
    }

    private static void end(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            // The network it belongs to may be gone by now.
            return;
        }
    }

    private <T> T onLoop(Callable<T> work) throws Port17Exception, InterruptedException {
        CompletableFuture<T> done = new CompletableFuture<>();
        troupe.loop().execute(() -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return await(done);
    }

    private static <T> T await(CompletableFuture<T> future) throws Port17Exception, InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Port17Exception failure) {
                throw failure;
            }
            throw new Port17Exception(ErrorKind.INTERNAL, "a rehearsal broke: " + e.getCause());
        } catch (TimeoutException e) {
            throw new Port17Exception(ErrorKind.TIMEOUT, "a rehearsal took too long");
        }
    }

    /** Ends every circuit and link and wipes the keys, whatever is under way. */
    @Override
    public void close() {
        if (door != null) {
            door.close();
        }
        if (origin != null) {
            origin.close();
        }
        if (application != null) {
            application.close();
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        troupe.loop().execute(() -> {
            links.forEach(PrivateLinks::close);
            // What the ends of links put on the loop runs first.
            troupe.loop().execute(() -> {
                nodes.forEach(StageNode::close);
                over.complete(null);
            });
        });
        // A loop that has ended has nothing of it left; no need to wait for that for long.
        over.completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
