package org.port17.authority;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.column.Columns;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.RecordBundle;

/**
 * Takes maps of other authorities. Guarantee: of what a stranger sends nothing but a head is read; of a proposal no more than the
 * signed number of rows can need, and one of each authority at a time; the rest of a signed map is asked of authorities, so that
 * nobody without an authority's key costs memory or verifying, or keeps a map waiting. Thread-safe.
 */
final class Intake {
    private static final long PATIENCE_SECONDS = 5;
    private final Quorum quorum;
    private final Semaphore[] proposals;
    private final Semaphore[] signed;

    Intake(Quorum quorum) {
        this.quorum = quorum;
        int authorities = quorum.keys().size();
        this.proposals = new Semaphore[authorities];
        this.signed = new Semaphore[authorities];
        for (int i = 0; i < authorities; i++) {
            this.proposals[i] = new Semaphore(1);
            this.signed[i] = new Semaphore(1);
        }
    }

    /** Looks at a head before anything else is read. */
    interface Gate {
        /** @return the place of the authority whose number it has @throws Port17Exception why the map is not looked at */
        int check(MapHead head) throws Port17Exception;
    }

    /** What is done with a map, while no other of that authority is looked at. */
    interface Use<T> {
        T of(Proposal proposal) throws Port17Exception;
    }

    /** What is done with a signed head, while no other of that authority is looked at. */
    interface Taking {
        void of(MapHead head) throws Port17Exception;
    }

    /**
     * A head that enough signed, and nothing else. The whole of it is there before anybody waits for anything.
     *
     * @throws Port17Exception of the gate and the use; BAD_INPUT if it is malformed; OVERLOADED if another is looked at
     */
    void signed(byte[] bytes, Gate gate, Taking taking) throws Port17Exception {
        MapHead head = MapHead.read(bytes, quorum);
        Semaphore door = signed[gate.check(head)];
        enter(door);
        try {
            gate.check(head); // whoever was before it may have brought the same
            taking.of(head);
        } finally {
            door.release();
        }
    }

    /** @throws Port17Exception of the gate; BAD_INPUT or TAMPERED if the parts do not fit together; OVERLOADED if others are read */
    <T> T proposed(InputStream body, Gate gate, Use<T> use) throws IOException, Port17Exception {
        MapHead head = MapHead.read(part(body, MapHead.MAX_BYTES), quorum);
        Semaphore door = proposals[gate.check(head)];
        int nodes = head.statement().nodes();
        if (nodes > Columns.MAX_NODES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a proposed map has too many nodes");
        }
        enter(door);
        try {
            byte[] columns = part(body, Columns.most(nodes));
            byte[] prekeys =
                    part(body, PrekeySet.most(nodes, head.statement().suites().size()));
            int most = RecordBundle.most(nodes);
            byte[] records = body.readNBytes(most + 1);
            if (records.length > most) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "a proposed map has more bytes than its nodes can need");
            }
            return use.of(Proposal.of(head, Columns.parse(columns, nodes), prekeys, List.of(records)));
        } finally {
            door.release();
        }
    }

    private static void enter(Semaphore door) throws Port17Exception {
        try {
            if (door.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "another map is being looked at");
    }

    private static byte[] part(InputStream in, int most) throws IOException, Port17Exception {
        byte[] prefix = in.readNBytes(Integer.BYTES);
        int length =
                prefix.length < Integer.BYTES ? -1 : ByteBuffer.wrap(prefix).getInt();
        if (length < 0 || length > most) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a proposed map is cut short, or a part of it too long");
        }
        byte[] part = in.readNBytes(length);
        if (part.length < length) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a proposed map is cut short");
        }
        return part;
    }
}
