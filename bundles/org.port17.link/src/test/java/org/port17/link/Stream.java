package org.port17.link;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;

/** A numbered stream of cells in one direction, checked at the far end for order, loss and doubling. */
final class Stream implements LaneEvents {
    private final MessageDigest sentDigest = sha256();
    private final MessageDigest gotDigest = sha256();
    int sent;
    int away;
    int got;
    Exception end;

    void send(Lab.Peer from, Lane lane, CellClass cellClass) {
        Frame frame = from.frame(cellClass);
        Records.putInt(frame.array(), frame.offset(), sent++);
        sentDigest.update(frame.array(), frame.offset(), cellClass.size());
        lane.send(frame);
    }

    @Override
    public void cell(Frame frame) {
        int number = Records.getInt(frame.array(), frame.offset());
        if (number != got) {
            throw new AssertionError("cell " + number + " came where " + got + " was due");
        }
        got++;
        gotDigest.update(frame.array(), frame.offset(), frame.cellClass().size());
    }

    @Override
    public void away() {
        away++;
    }

    @Override
    public void destroyed(org.port17.api.Port17Exception reason) {
        end = reason;
    }

    /** Whether what came is what was sent, to the last byte. Ends the stream. */
    boolean whole() {
        return sent == got
                && HexFormat.of()
                        .formatHex(sentDigest.digest())
                        .equals(HexFormat.of().formatHex(gotDigest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
