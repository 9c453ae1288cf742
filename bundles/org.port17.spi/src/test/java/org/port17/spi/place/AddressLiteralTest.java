package org.port17.spi.place;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AddressLiteralTest {
    @Test
    void literalsAreAddresses() {
        assertArrayEquals(
                new byte[] {1, 2, 3, (byte) 255}, AddressLiteral.of("1.2.3.255").orElseThrow());
        assertEquals(16, AddressLiteral.of("2a01::1").orElseThrow().length);
        assertEquals(4, AddressLiteral.of("::ffff:1.2.3.4").orElseThrow().length);
    }

    /** A name given to Java's library would be asked of the machine's name server. */
    @Test
    void namesAndOddSpellingsAreNot() {
        for (String name : List.of(
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "a.b",
                "0x7f.1",
                "abcd",
                "1.2.3.4a",
                "a:b:g",
                "face",
                "1",
                "::x",
                "1.2.3.4 ",
                "1:2:3",
                "fe80::1%eth0",
                "[::1]",
                "x".repeat(50))) {
            assertTrue(AddressLiteral.of(name).isEmpty(), name);
        }
    }

    @Test
    void endpointsStartWithAnAddressOrAName() {
        assertArrayEquals(
                new byte[] {1, 2, 3, 4},
                AddressLiteral.ofEndpoint("1.2.3.4:80/port17").orElseThrow());
        assertEquals(16, AddressLiteral.ofEndpoint("[2a01::1]:80/p").orElseThrow().length);
        assertArrayEquals(
                new byte[] {1, 2, 3, 4}, AddressLiteral.ofEndpoint("1.2.3.4").orElseThrow());
        assertArrayEquals(
                new byte[] {1, 2, 3, 4},
                AddressLiteral.ofEndpoint("relay.example@1.2.3.4:80/p").orElseThrow());
        for (String other : List.of(
                "relay.example:80", "relay.example@other:80", "x/1@1.2.3.4:80", "[2a01::1", "", ":", "[]:80", "a")) {
            assertTrue(AddressLiteral.ofEndpoint(other).isEmpty(), other);
        }
    }
}
