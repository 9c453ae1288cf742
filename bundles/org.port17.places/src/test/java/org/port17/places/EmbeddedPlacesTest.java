package org.port17.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.RangeVisitor;

/** The file that ships. */
final class EmbeddedPlacesTest {
    private static final PlaceTable TABLE = PlaceFile.embedded();

    @Test
    void itIsNoLargerThanPromised() throws Exception {
        try (InputStream file = PlaceFile.class.getResourceAsStream("places.p17l")) {
            assertTrue(file.readAllBytes().length <= 2_000_000);
        }
    }

    @Test
    void itNamesThoseWhoMadeIt() {
        String attribution = TABLE.source().attribution();
        for (String name : List.of("DB-IP", "Route Views", "NRO", "CC BY 4.0", "https://db-ip.com")) {
            assertTrue(attribution.contains(name), name);
        }
    }

    @Test
    void wellKnownAddressesAreWhereTheyAre() {
        assertEquals("US", at("8.8.8.8").country());
        assertEquals(15_169, at("8.8.8.8").as());
        assertEquals("DE", at("141.1.1.1").country());
        assertEquals("CH", at("130.59.1.1").country());
        assertEquals(559, at("130.59.1.1").as());
        assertEquals("JP", at("2001:200::1").country());
        assertEquals(Place.UNKNOWN, at("10.0.0.1"));
        assertEquals(Place.UNKNOWN, at("127.0.0.1"));
        assertEquals(Place.UNKNOWN, at("192.168.1.1"));
        assertEquals(Place.UNKNOWN, at("fe80::1"));
    }

    @Test
    void oneHosterIsOneOrganisationInBothFamilies() {
        Place four = at("52.94.236.248"); // AS16509
        Place six = at("2600:1f18::1"); // AS14618
        assertNotEquals(four.as(), six.as());
        assertEquals(four.organisation(), six.organisation());
        assertTrue(TABLE.nameOf(four.organisation()).contains("Amazon"));
        assertEquals(at("88.198.0.1").organisation(), at("2a01:4f8::1").organisation());
        assertNotEquals(four.organisation(), at("88.198.0.1").organisation());
    }

    @Test
    void everySlotIsAPlaceWithinItsCountry() {
        Set<String> countries = new HashSet<>();
        for (int slot = 1; slot < TABLE.slots(); slot++) {
            Place place = TABLE.placeOf(slot);
            assertEquals(place.country(), TABLE.country(slot));
            assertEquals(place.as(), TABLE.as(slot));
            assertEquals(place.organisation(), TABLE.organisation(slot));
            countries.add(place.country());
        }
        assertTrue(countries.size() > 230, "countries " + countries.size());
        Place germany = TABLE.placeOf("DE");
        assertTrue(germany.kmTo(new Place("DE", 0, 0, 51, 10, 0, true)) < 350, "the middle of Germany is in Germany");
    }

    @Test
    void hostingRangesCanBeListed() {
        int amazon = at("52.94.236.248").organisation();
        long[] granules = new long[2];
        TABLE.ranges(new RangeVisitor() {
            @Override
            public void range4(int first, int last, int slot) {
                granules[0] += TABLE.organisation(slot) == amazon ? (last - first >>> 8) + 1 : 0;
            }

            @Override
            public void range6(long high, long lastHigh, int slot) {
                granules[1] += TABLE.organisation(slot) == amazon ? (lastHigh - high >>> 16) + 1 : 0;
            }
        });
        assertTrue(granules[0] > 200_000, "IPv4 /24 " + granules[0]);
        assertTrue(granules[1] > 1_000_000, "IPv6 /48 " + granules[1]);
    }

    /**
     * A sample of the registries' own data; docs/places.md says how it was drawn. They say who holds an address and our source
     * where it is used, so that a cloud's ranges abroad differ. Both files are fixed.
     */
    @Test
    void countriesAgreeWithASecondSource() throws Exception {
        int[] same = new int[2];
        int[] all = new int[2];
        try (InputStream sample = EmbeddedPlacesTest.class.getResourceAsStream("countries.txt")) {
            String text = new String(sample.readAllBytes(), StandardCharsets.US_ASCII);
            for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
                String[] parts = line.split(" ");
                int family = parts[0].contains(":") ? 1 : 0;
                all[family]++;
                same[family] += at(parts[0]).country().equals(parts[1]) ? 1 : 0;
            }
        }
        System.out.printf("agreement %d of %d IPv4, %d of %d IPv6%n", same[0], all[0], same[1], all[1]);
        assertTrue(same[0] >= 0.93 * all[0], "IPv4 " + same[0]);
        assertTrue(same[1] >= 0.79 * all[1], "IPv6 " + same[1]);
    }

    private static Place at(String literal) {
        return TABLE.place(AddressLiteral.of(literal).orElseThrow());
    }
}
