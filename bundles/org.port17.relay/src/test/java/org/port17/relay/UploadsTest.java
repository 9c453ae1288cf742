package org.port17.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UploadsTest {
    @Test
    void destinationsThatDoNotReadHoldABoundedSumAndTheOthersGoOn() {
        Uploads uploads = new Uploads(1 << 20);
        int streams = 0;
        while (uploads.arrived(256 * 1024, 256 * 1024)) {
            streams++;
        }
        assertEquals(4, streams);
        assertTrue(uploads.arrived(16 * 1024, 16 * 1024), "a stream that holds little goes on");
        uploads.gone(16 * 1024);
        uploads.gone(256 * 1024);
        assertEquals(1 << 20, uploads.waiting());
        assertFalse(uploads.arrived(64 * 1024, 128 * 1024));
        uploads.gone(64 * 1024);
        uploads.gone(256 * 1024);
        assertTrue(uploads.arrived(64 * 1024, 128 * 1024), "room again");
    }
}
