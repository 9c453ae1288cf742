package org.port17.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
    private static final int PIECE = 16 * 1024;
    private static final long SLOW = 700_000;
    private final ReceiveWindow window = new ReceiveWindow();

    @Test
    void creditComesForWhatArrivedAndAllOfIt() {
        long now = -17;
        long credited = 0;
        for (int i = 1; i <= 1000; i++) {
            int credit = window.arrived(PIECE, now += SLOW);
            assertTrue(credit == 0 || credit == ReceiveWindow.LEAST, "credit " + credit);
            credited += credit;
            assertTrue(i * (long) PIECE - credited < ReceiveWindow.LEAST);
        }
    }

    @Test
    void onAQuickPathItComesHalfAsOften() {
        int first = 0;
        int credits = 0;
        for (int i = 0; i < 1024; i++) {
            int credit = window.arrived(PIECE, i * 10_000L);
            first = first == 0 ? credit : first;
            credits += credit > 0 ? 1 : 0;
        }
        assertEquals(ReceiveWindow.LEAST, first);
        assertEquals(64, credits, 1);
    }

    /** A sender lets at least 256 KiB be under way, whenever the last credit came. */
    @Test
    void noSenderIsLeftWaiting() {
        for (long each = 0; each < 2 * ReceiveWindow.EACH; each += 1000) {
            ReceiveWindow fresh = new ReceiveWindow();
            int underWay = 0;
            for (int i = 0; i < 100; i++) {
                underWay += PIECE - fresh.arrived(PIECE, i * each);
                underWay = Math.max(0, underWay);
                assertTrue(underWay < Windows.STREAM_INITIAL, "under way " + underWay);
            }
        }
    }

    @Test
    void whatWasNotGrantedIsRefused() {
        ReceiveWindow fresh = new ReceiveWindow();
        assertEquals(Windows.CIRCUIT, fresh.arrived(Windows.CIRCUIT, 0));
        assertEquals(ReceiveWindow.EXCEEDED, fresh.arrived(Windows.CIRCUIT + 1, 0));
    }
}
