package org.port17.link;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;
import org.port17.fuzz.GivenNode;
import org.port17.netmap.PrekeyRecord;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.SuiteTraits;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Transport;
import org.port17.testkit.SeededRandom;

/** Shakes hands as it should, and then sends whatever it is told, properly encrypted. */
final class HostileDialler implements ConnectionEvents {
    private static final int BULK = 0x80;
    private final SeededRandom random = new SeededRandom(17);
    private final DoubleRatchet ratchet;
    private final byte[] hello;
    private final byte[] welcome = new byte[Welcome.BYTES];
    private int filled;
    private Connection connection;
    private boolean closed;

    HostileDialler(PrekeyRecord prekey) throws Port17Exception {
        Hello.Made made = Hello.make(GivenNode.SUITE, prekey, null, null, random);
        ratchet = made.ratchet();
        hello = made.bytes();
    }

    void dial(Transport transport, Endpoint door) throws Port17Exception {
        connection = transport.dial(door, this);
        offer(hello);
    }

    /** Kind, flags, circuit and acknowledgement stand at {@code head}, the cell's first bytes at {@code from}. */
    void record(byte[] input, int head, int from, int length) {
        int circuit = input[head + 2] & 0x7f | (input[head + 2] & 0x80) << 24;
        CellClass cellClass = (input[head] & BULK) != 0 ? CellClass.BULK : CellClass.SMALL;
        byte[] cell = Arrays.copyOf(Arrays.copyOfRange(input, from, from + length), cellClass.size());
        send(cellClass, circuit, input[head] & 0x7f, input[head + 1] & 0xff, input[head + 3], cell);
    }

    private void send(CellClass cellClass, int circuit, int kind, int flags, int ack, byte[] cell) {
        if (closed) {
            return;
        }
        byte[] plain = new byte[CellClass.RECORD_HEADER + cell.length];
        Records.header(plain, 0, circuit, kind, flags, ack);
        System.arraycopy(cell, 0, plain, CellClass.RECORD_HEADER, cell.length);
        byte[] out = new byte[1 + plain.length + SuiteTraits.TAG];
        out[0] = cellClass.wire();
        ratchet.seal(out[0], plain, 0, plain.length, out, 1);
        offer(out);
    }

    private void offer(byte[] bytes) {
        connection.offer(bytes, 0, bytes.length);
        connection.flush();
    }

    void hangUp() {
        if (!closed) {
            connection.abort();
        }
    }

    @Override
    public void connected() {
        // the HELLO leaves by itself
    }

    @Override
    public void received(ByteBuffer bytes) {
        int n = Math.min(bytes.remaining(), welcome.length - filled);
        bytes.get(welcome, filled, n);
        filled += n;
        // What comes behind the WELCOME is of no interest here.
        bytes.position(bytes.limit());
        if (n > 0 && filled == welcome.length) {
            try {
                ratchet.accept(
                        Welcome.open(welcome, ratchet, GivenNode.SUITE.traits()).answer());
            } catch (Port17Exception e) {
                throw new AssertionError(e);
            }
            send(CellClass.SMALL, 0, Records.ACK, Records.SWITCH, 0, new byte[CellClass.SMALL.size()]);
            ratchet.switchSealing();
        }
    }

    @Override
    public void writable() {
        // it sends little
    }

    @Override
    public void closed(Port17Exception reason) {
        closed = true;
    }
}
