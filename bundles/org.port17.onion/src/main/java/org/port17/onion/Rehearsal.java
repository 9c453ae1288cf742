package org.port17.onion;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyWriter;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;
import org.port17.cell.FrameType;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.payment.Payment;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up circuits with itself for a moment after the start, so that the first real ones do not wait for class loading
 * and the interpreter: a key agreement costs milliseconds there and a tenth of one when compiled. On a thread of its own,
 * with keys and cells that nothing else sees; its end and its failure change nothing.
 */
@Component(
        name = "org.port17.onion",
        immediate = true,
        service = {})
public final class Rehearsal {
    /** Enough that nothing is interpreted any more; these come at once. */
    private static final int QUICK = 30;

    /** Enough for the optimising compiler; from {@link #QUICK} on with pauses, since others need the processor too. */
    private static final int ROUNDS = 150;

    private static final long PAUSE_MILLIS = 40;
    private static final int HOPS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private final Thread thread;

    /** Begins at once and ends by itself within some ten seconds. */
    @Activate
    public Rehearsal(@Reference CipherSuite suite) {
        thread = new Thread(() -> run(suite), "port17-rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void stop() {
        thread.interrupt();
    }

    private static void run(CipherSuite suite) {
        SecureRandom random = new SecureRandom();
        try {
            for (int i = 0; i < ROUNDS && !Thread.interrupted(); i++) {
                round(suite, random);
                if (i >= QUICK) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // The suite goes or the node stops: what is warm is warm.
            Thread.currentThread().interrupt();
        } catch (Port17Exception | RuntimeException e) {
            LOG.warn(
                    "the rehearsal of a circuit failed; real ones with suite {} may too",
                    suite.traits().name(),
                    e);
        }
    }

    /** A link's handshake, a BUILD, a cell there and back, and the ratchet's first step. */
    static void round(CipherSuite suite, SecureRandom random) throws Port17Exception {
        try (Prekey link = suite.newPrekey(PrekeyUse.LINK, random)) {
            DoubleRatchet.Started initiation =
                    DoubleRatchet.initiate(suite, PrekeyUse.LINK, link.publicKey(), new byte[0], random);
            DoubleRatchet.respond(suite, link, initiation.share(), new byte[0]).close();
            initiation.ratchet().close();
        }
        List<HopPlan> plans = new ArrayList<>(HOPS);
        List<Prekey> prekeys = new ArrayList<>(HOPS);
        List<NodeLayer> nodes = new ArrayList<>(HOPS);
        byte[] digest = new byte[NodeId.BYTES];
        for (int i = 0; i < HOPS; i++) {
            byte[] id = new byte[NodeId.BYTES];
            random.nextBytes(id);
            Prekey prekey = suite.newPrekey(PrekeyUse.ONION, random);
            prekeys.add(prekey);
            plans.add(new HopPlan(NodeId.of(id), suite, i, prekey.publicKey(), digest, new byte[Payment.TOKEN_BYTES]));
        }
        FramePool pool = new FramePool();
        List<Frame> made = new ArrayList<>();
        BodyWriter writer = new BodyWriter(pool, made::add);
        ClientBuild build = ClientBuild.make(plans, List.of(), writer, random);
        try (ClientLayers client = new ClientLayers(build.ratchets(), new RandomBytes(random), pool)) {
            byte[] blob = build.blob();
            for (int i = 0; i < HOPS; i++) {
                NodeBuild opened = NodeBuild.open(blob, plans.get(i).node(), suite, prekeys.get(i), digest);
                nodes.add(new NodeLayer(opened.ratchet()));
                blob = opened.blob();
            }
            DoubleRatchet last = client.hop(HOPS - 1);
            byte[] offer = last.offer(suite, random);
            writer.bytes(FrameType.OFFER, 0, offer);
            writer.flush();
            Frame frame = made.get(0);
            client.wrap(frame, HOPS - 1);
            for (NodeLayer node : nodes) {
                Frame out = pool.take(frame.cellClass());
                node.peel(frame, out);
                frame = out;
            }
            byte[] answer = nodes.get(HOPS - 1).ratchet().answer(offer, id -> Optional.of(suite), random);
            Frame back = pool.take(CellClass.SMALL);
            Arrays.fill(back.array(), (byte) 0);
            nodes.get(HOPS - 1).originate(back, false);
            for (int i = HOPS - 2; i >= 0; i--) {
                Frame out = pool.take(CellClass.SMALL);
                nodes.get(i).cover(back, out);
                back = out;
            }
            client.unwrap(back);
            last.accept(answer);
        } finally {
            nodes.forEach(NodeLayer::close);
            prekeys.forEach(Prekey::close);
            writer.close();
        }
    }
}
