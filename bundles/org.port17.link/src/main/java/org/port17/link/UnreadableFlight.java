package org.port17.link;

import java.nio.ByteBuffer;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;

/**
 * What follows a HELLO that this end could not open: records, which nobody can open either, and then another HELLO. Passes
 * over whole records by their class bytes; keeps nothing.
 */
final class UnreadableFlight {
    private long room;
    private int rest;

    /** @param room bytes an honest dialler sends at most before it is answered */
    UnreadableFlight(long room) {
        this.room = room;
    }

    /**
     * Takes records off the buffer.
     *
     * @return whether the other HELLO begins where the buffer stands now
     * @throws Port17Exception TAMPERED if something else begins there; OVERLOADED if there is no end of records
     */
    boolean pass(ByteBuffer bytes) throws Port17Exception {
        while (bytes.hasRemaining()) {
            if (rest == 0) {
                byte first = bytes.get(bytes.position());
                if (first == Hello.TYPE) {
                    return true;
                }
                CellClass cellClass = CellClass.ofWire(first);
                if (cellClass == null) {
                    throw new Port17Exception(ErrorKind.TAMPERED, "neither a record nor another HELLO");
                }
                rest = cellClass.recordSize();
                room -= rest;
                if (room < 0) {
                    throw new Port17Exception(ErrorKind.OVERLOADED, "no end of records that do not open");
                }
            }
            int n = Math.min(rest, bytes.remaining());
            bytes.position(bytes.position() + n);
            rest -= n;
        }
        return false;
    }
}
