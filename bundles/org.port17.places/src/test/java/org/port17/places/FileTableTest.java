package org.port17.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.port17.places.make.PlaceFileWriter.Run;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.RangeVisitor;

final class FileTableTest {
    private static final Place BERLIN = new Place("DE", 24_940, 20_000, 52.5, 13.5, 50, true);

    @Test
    void addressesAreFoundInTheirRanges() throws Exception {
        PlaceTable table = PlaceFile.parse(SmallFile.bytes("1"), "here");
        assertEquals(BERLIN, table.place(address("1.0.0.0")));
        assertEquals(BERLIN, table.place(address("1.0.0.255")));
        assertEquals(Place.UNKNOWN, table.place(address("1.0.1.0")));
        assertEquals(Place.UNKNOWN, table.place(address("0.255.255.255")));
        assertEquals("JP", table.place(address("127.0.0.1")).country());
        assertEquals("JP", table.place(address("255.255.255.255")).country());
        assertEquals(BERLIN, table.place(address("2a01::")));
        assertEquals(BERLIN, table.place(address("2a01:0:ffff:ffff:ffff:ffff:ffff:ffff")));
        assertEquals(Place.UNKNOWN, table.place(address("2a01:1::")));
        assertEquals(Place.UNKNOWN, table.place(address("2a00:ffff::")));
        assertEquals(Place.UNKNOWN, table.place(address("fe80::1")));
        assertEquals(Place.UNKNOWN, table.place(address("::1")));
    }

    @Test
    void anIpv4AddressWithinIpv6IsLookedUpAsWhatItHolds() throws Exception {
        PlaceTable table = PlaceFile.parse(SmallFile.bytes("1"), "here");
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 1;
        assertEquals(BERLIN, table.place(mapped));
        assertEquals(BERLIN, table.place(address("2002:100:7::1")));
        assertEquals(BERLIN, table.place(address("64:ff9b::1.0.0.7")));
        assertEquals(Place.UNKNOWN, table.place(address("64:ff9b::1.0.1.7")));
    }

    @Test
    void organisationsAreComparedByTheirLowestSystem() throws Exception {
        PlaceTable table = PlaceFile.parse(SmallFile.bytes("1"), "here");
        assertEquals(20_000, table.organisationOf(24_940));
        assertEquals(2_500, table.organisationOf(2_500));
        assertEquals((int) 4_200_000_000L, table.organisationOf(4_200_000_000L));
        assertEquals("Hoster", table.nameOf(20_000));
        assertEquals("Ünïcode 東京", table.nameOf(30_000));
        assertEquals("", table.nameOf(2_500));
        assertThrows(IllegalArgumentException.class, () -> table.organisationOf(-1));
        assertThrows(IllegalArgumentException.class, () -> table.organisationOf(1L << 32));
    }

    @Test
    void countriesHaveAMiddle() throws Exception {
        PlaceTable table = PlaceFile.parse(SmallFile.bytes("1"), "here");
        assertEquals(new Place("DE", 0, 0, 50, 8.5, 100, true), table.placeOf("DE"));
        assertEquals(Place.UNKNOWN, table.placeOf("ZZ"));
        assertEquals(Place.UNKNOWN, table.placeOf("FR"));
    }

    @Test
    void addressesOfOtherLengthsAreRefused() throws Exception {
        PlaceTable table = PlaceFile.parse(SmallFile.bytes("1"), "here");
        for (int length : new int[] {0, 3, 5, 15, 17}) {
            assertThrows(IllegalArgumentException.class, () -> table.place(new byte[length]));
        }
    }

    @Test
    void everyAddressIsFoundAsInAPlainMap() throws Exception {
        Random random = new Random(17);
        TreeMap<Long, Integer> plain = new TreeMap<>();
        while (plain.size() < 3_000) {
            // Crowded and empty parts, block borders among them.
            long start = random.nextInt(4) == 0 ? random.nextInt(1 << 16) << 8 : random.nextInt(1 << 24) & 0xf0ffff;
            plain.put(start, 1 + random.nextInt(3));
        }
        List<Run> runs = new ArrayList<>();
        plain.forEach((start, slot) -> runs.add(new Run(start, slot)));
        PlaceTable table = PlaceFile.parse(SmallFile.bytes("1", runs), "here");
        for (int i = 0; i < 200_000; i++) {
            long key = i % 2 == 0 ? random.nextInt(1 << 24) : runs.get(random.nextInt(3_000)).start() - i % 4 / 2;
            Map.Entry<Long, Integer> floor = plain.floorEntry(key);
            int expected = floor == null ? 0 : floor.getValue();
            assertEquals(expected, table.slot4((int) (Math.max(0, key) << 8 | random.nextInt(256))), "key " + key);
        }
    }

    @Test
    void rangesAreGivenInOrderAndCoverWhatLookupsFind() throws Exception {
        PlaceTable table = PlaceFile.parse(SmallFile.bytes("1"), "here");
        List<String> seen = new ArrayList<>();
        table.ranges(new RangeVisitor() {
            @Override
            public void range4(int first, int last, int slot) {
                assertEquals(slot, table.slot4(first));
                assertEquals(slot, table.slot4(last));
                seen.add(Integer.toUnsignedString(first, 16) + "-" + Integer.toUnsignedString(last, 16));
            }

            @Override
            public void range6(long high, long lastHigh, int slot) {
                assertEquals(slot, table.slot6(high, 0));
                assertEquals(slot, table.slot6(lastHigh, -1));
                seen.add(Long.toHexString(high) + "-" + Long.toHexString(lastHigh));
            }
        });
        assertEquals(
                List.of("1000000-10000ff", "7f000000-ffffffff", "2a01000000000000-2a010000ffffffff"), seen);
    }

    @Test
    void theTableBeforeTheFirstFileKnowsNothing() {
        PlaceTable none = FileTable.empty();
        assertEquals(Place.UNKNOWN, none.place(new byte[] {1, 0, 0, 1}));
        assertEquals(Place.UNKNOWN, none.place(new byte[16]));
        assertEquals(Place.UNKNOWN, none.placeOf("DE"));
        assertEquals(24_940, none.organisationOf(24_940));
        assertFalse(none.source().origin().isEmpty());
    }

    static byte[] address(String literal) throws Exception {
        return InetAddress.getByName(literal).getAddress();
    }
}
