package org.port17.rehearsal;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.port17.api.Destination;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyWriter;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;
import org.port17.onion.ClientBuild;
import org.port17.onion.HopPlan;
import org.port17.onion.NodeBuild;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.EpochAge;
import org.port17.spi.payment.Payment;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;

/**
 * The cryptography of a circuit being set up, without links and off the loop: a BUILD at a client and at three nodes, and now and
 * then the first step of each. One circuit grows so old meanwhile that a step is due by the number of its messages, as in earnest after
 * 800 MB: what was never due is compiled as if it never were. A round of a {@link Stage} costs ten times as much and takes the loop's time, and as many of them
 * as the compiler wants to see before it does its best would take minutes. Keys are made up and end with the drill.
 */
final class Drill implements AutoCloseable {
    private static final int NODES = 3;
    private static final int STEP_EACH = 8;
    /** Of the ageing circuit, for each other one. */
    private static final int MESSAGES_EACH = 32;

    private static final int MESSAGE = 16;
    private static final Destination SOMEWHERE = new Destination("rehearsal.invalid", 80);
    private final CipherSuite suite;
    private final SecureRandom random;
    private final FramePool frames = new FramePool();
    private final List<HopPlan> hops = new ArrayList<>(NODES);
    private final List<Prekey> prekeys = new ArrayList<>(NODES);
    private final byte[] message = new byte[MESSAGE];
    private final byte[] sealed = new byte[2 * MESSAGE];
    private DoubleRatchet ageing;
    private EpochAge age;
    private int done;

    /** @param suite one that serves onion layers */
    Drill(CipherSuite suite, SecureRandom random) throws Port17Exception {
        this.suite = suite;
        this.random = random;
        boolean whole = false;
        try {
            for (int i = 0; i < NODES; i++) {
                hops.add(hop(i));
            }
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    private HopPlan hop(int number) throws Port17Exception {
        Prekey prekey = suite.newPrekey(PrekeyUse.ONION, random);
        prekeys.add(prekey);
        return new HopPlan(
                NodeId.of(bytes(NodeId.BYTES)),
                suite,
                number,
                prekey.publicKey(),
                bytes(NodeId.BYTES),
                new byte[Payment.TOKEN_BYTES]);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One circuit. */
    void once() throws Port17Exception {
        boolean steps = done++ % STEP_EACH == 0;
        ClientBuild build = build();
        byte[] blob = build.blob();
        try {
            for (int i = 0; i < NODES; i++) {
                NodeBuild opened = NodeBuild.open(
                        blob,
                        hops.get(i).node(),
                        suite,
                        prekeys.get(i),
                        hops.get(i).prekeyDigest());
                try (DoubleRatchet node = opened.ratchet()) {
                    if (steps) {
                        step(build.ratchets().get(i), node);
                    }
                }
                blob = opened.blob();
            }
        } finally {
            build.ratchets().stream().skip(1).forEach(DoubleRatchet::close);
            grow(build.ratchets().get(0));
        }
    }

    private void grow(DoubleRatchet other) {
        if (age == null || old()) {
            if (ageing != null) {
                ageing.close();
            }
            ageing = other;
            age = new EpochAge(ageing);
        } else {
            other.close();
        }
        for (int i = 0; i < MESSAGES_EACH; i++) {
            ageing.seal(0, message, 0, MESSAGE, sealed, 0);
        }
    }

    /** Whether a step is due for the circuit that grows old; the next one takes its place then. */
    boolean old() {
        return age != null && age.offerDue();
    }

    /** More frames than are kept come back, as when a queue grows and empties. */
    void spill() {
        List<Frame> many = new ArrayList<>();
        for (int i = 0; i <= FramePool.KEEP_BULK; i++) {
            many.add(frames.take(CellClass.BULK));
        }
        many.forEach(frames::release);
    }

    private ClientBuild build() throws Port17Exception {
        BodyWriter first = new BodyWriter(frames, frames::release);
        try {
            first.connect(1, SOMEWHERE);
            return ClientBuild.make(hops, List.of(), first, random);
        } finally {
            first.close();
        }
    }

    private void step(DoubleRatchet client, DoubleRatchet node) throws Port17Exception {
        client.accept(node.answer(client.offer(suite, random), id -> Optional.of(suite), random));
    }

    @Override
    public void close() {
        prekeys.forEach(Prekey::close);
        if (ageing != null) {
            ageing.close();
        }
    }
}
