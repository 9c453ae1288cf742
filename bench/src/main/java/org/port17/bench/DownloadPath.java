package org.port17.bench;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyWriter;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;
import org.port17.cell.Layout;
import org.port17.onion.ClientBuild;
import org.port17.onion.ClientLayers;
import org.port17.onion.HopPlan;
import org.port17.onion.NodeBuild;
import org.port17.onion.NodeLayer;
import org.port17.onion.RandomBytes;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.EpochAge;
import org.port17.spi.payment.Payment;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;

/**
 * All cryptography of a download over three hops and the three links between them, at all ends, in one thread and without
 * sockets. Ratchets step by volume, as they do on a fast path.
 */
final class DownloadPath implements AutoCloseable {
    private static final int HOPS = 3;
    private static final CellClass BULK = CellClass.BULK;

    /** Bytes of a stream that a bulk cell brings. */
    static final int CELL = Layout.capacity(BULK);

    private final CipherSuite suite;
    private final SecureRandom random = new SecureRandom();
    private final FramePool frames = new FramePool();
    private final List<NodeLayer> nodes = new ArrayList<>();
    private final List<Ends> ratchets = new ArrayList<>();
    private final List<Ends> links = new ArrayList<>();
    private final ClientLayers client;
    private final byte[] record = new byte[BULK.recordSize()];

    /** Both ends of one ratchet. */
    private record Ends(DoubleRatchet initiator, DoubleRatchet responder) {}

    DownloadPath(CipherSuite suite) throws Port17Exception {
        this.suite = suite;
        List<HopPlan> plans = new ArrayList<>();
        List<Prekey> prekeys = new ArrayList<>();
        for (int hop = 0; hop < HOPS; hop++) {
            byte[] id = new byte[NodeId.BYTES];
            random.nextBytes(id);
            Prekey prekey = suite.newPrekey(PrekeyUse.ONION, random);
            prekeys.add(prekey);
            byte[] token = new byte[Payment.TOKEN_BYTES];
            plans.add(new HopPlan(NodeId.of(id), suite, hop, prekey.publicKey(), new byte[NodeId.BYTES], token));
            links.add(link());
        }
        ClientBuild build = ClientBuild.make(plans, List.of(), new BodyWriter(frames, frames::release), random);
        client = new ClientLayers(build.ratchets(), new RandomBytes(random), frames);
        byte[] blob = build.blob();
        for (int hop = 0; hop < HOPS; hop++) {
            NodeId id = plans.get(hop).node();
            NodeBuild taken = NodeBuild.open(blob, id, suite, prekeys.get(hop), new byte[NodeId.BYTES]);
            nodes.add(new NodeLayer(taken.ratchet()));
            ratchets.add(new Ends(client.hop(hop), taken.ratchet()));
            blob = taken.blob();
        }
        ratchets.addAll(links);
        prekeys.forEach(Prekey::close);
        // What the product does before an application's first bytes come: CREATED is a step, and a link begins with
        // one.
        for (Ends ends : ratchets) {
            step(ends);
        }
    }

    private Ends link() throws Port17Exception {
        try (Prekey prekey = suite.newPrekey(PrekeyUse.LINK, random)) {
            DoubleRatchet.Started first =
                    DoubleRatchet.initiate(suite, PrekeyUse.LINK, prekey.publicKey(), new byte[0], random);
            return new Ends(first.ratchet(), DoubleRatchet.respond(suite, prekey, first.share(), new byte[0]));
        }
    }

    /** Brings one bulk cell from the exit to the client. */
    void cell() throws Port17Exception {
        Frame frame = frames.take(BULK);
        nodes.get(HOPS - 1).originate(frame, false);
        over(links.get(HOPS - 1), frame);
        for (int hop = HOPS - 2; hop >= 0; hop--) {
            Frame covered = frames.take(BULK);
            nodes.get(hop).cover(frame, covered);
            frames.release(frame);
            frame = covered;
            over(links.get(hop), frame);
        }
        ClientLayers.Unwrapped cell = client.unwrap(frame);
        if (cell.frame() != frame) {
            frames.release(cell.frame());
        }
        frames.release(frame);
        for (Ends ends : ratchets) {
            if (ends.initiator().messages() >= EpochAge.MESSAGES) {
                step(ends);
            }
        }
    }

    /** A record from the far end of a link to the near one, in place of the frame's cell. */
    private void over(Ends link, Frame frame) {
        int at = frame.offset() - CellClass.RECORD_HEADER;
        Arrays.fill(frame.array(), at, frame.offset(), (byte) 0);
        int length = CellClass.RECORD_HEADER + BULK.size();
        link.responder().seal(BULK.wire(), frame.array(), at, length, record, 1);
        if (!link.initiator().open(BULK.wire(), record, 1, record.length - 1, frame.array(), at)) {
            throw new IllegalStateException("a record does not open");
        }
    }

    private void step(Ends ends) throws Port17Exception {
        byte[] offer = ends.initiator().offer(suite, random);
        ends.initiator().accept(ends.responder().answer(offer, id -> Optional.of(suite), random));
        for (DoubleRatchet end : List.of(ends.initiator(), ends.responder())) {
            end.switchSealing();
            end.switchOpening();
        }
    }

    @Override
    public void close() {
        client.close();
        nodes.forEach(NodeLayer::close);
        links.forEach(link -> {
            link.initiator().close();
            link.responder().close();
        });
    }
}
