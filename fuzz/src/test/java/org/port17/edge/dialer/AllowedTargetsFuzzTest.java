package org.port17.edge.dialer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.dial.Addresses;

/** The exit's lists of targets, and how a destination is held against them. Input: the text of a list, in UTF-8. */
class AllowedTargetsFuzzTest {
    @FuzzTest
    void fuzz(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            for (HostPort entry : HostPort.parseAll(new String[] {text})) {
                assertFalse(entry.host().isEmpty());
                Destination destination = Destination.of(entry.host(), entry.port());
                assertEquals(entry, HostPort.of(destination), "an entry is met by the destination it spells");
                InetAddress address = Addresses.literal(entry.host());
                if (address == null) {
                    assertNull(Addresses.literal(destination.host()));
                } else {
                    Addresses.isPublic(address);
                }
            }
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.CONFIG, e.kind());
        }
    }
}
