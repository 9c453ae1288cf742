package org.port17.places;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.places.make.PlaceFileWriter.Run;
import org.port17.spi.place.DestinationPlace;
import org.port17.spi.place.DestinationPlace.Kind;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Report;

/** In the data 1.0.0.0/24 stands in Berlin and 127.0.0.0/24 in Tokyo, 9.0.0.0/24 is unknown. */
final class LearnedPlacesTest {
    private static final byte[] BERLIN = {1, 0, 0};
    private static final byte[] TOKYO = {127, 0, 0};
    private static final byte[] NOWHERE = {9, 0, 0};
    private static final Place FRANKFURT = exit("DE", 50.1, 8.7);
    private static final Place OSAKA = exit("JP", 34.7, 135.5);
    private static final Destination SHOP = new Destination("shop.example", 443);

    private final AtomicLong nanos = new AtomicLong();
    private PlaceTable table;
    private LearnedPlaces learned;

    @BeforeEach
    void set() throws Exception {
        table = PlaceFile.parse(
                SmallFile.bytes("1", List.of(new Run(0x010000, 1), new Run(0x010001, 0), new Run(0x7f0000, 2))),
                "here");
        learned = new LearnedPlaces(() -> table, nanos::get);
    }

    @Test
    void aPlaceIsUnknownUntilAnExitWasThere() {
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("a", SHOP));
        learned.told("a", SHOP, report("one", FRANKFURT, BERLIN, 9));
        DestinationPlace place = learned.placeOf("a", SHOP);
        assertEquals(Kind.LEARNED, place.kind());
        assertEquals("DE", place.place().country());
        assertEquals(24_940, place.place().as());
        assertEquals(1, place.exits());
        learned.told("a", SHOP, report("two", OSAKA, BERLIN, 230));
        assertEquals(2, learned.placeOf("a", SHOP).exits());
    }

    @Test
    void anotherPortIsTheSameHost() {
        learned.told("a", SHOP, report("one", FRANKFURT, BERLIN, 9));
        assertEquals(Kind.LEARNED, learned.placeOf("a", new Destination("shop.example", 80)).kind());
    }

    @Test
    void whatOneKeyLearnedMovesNoOther() {
        learned.told("a", SHOP, report("one", FRANKFURT, BERLIN, 9));
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("b", SHOP));
    }

    @Test
    void anExitThatSaysItWaitedLongerThanTheClientIsNotBelieved() {
        learned.told("a", SHOP, new Report("one", FRANKFURT, BERLIN, 300, 40));
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("a", SHOP));
        assertEquals(1, learned.refused());
        assertEquals(0, learned.size());
    }

    @Test
    void anAddressThatAnswersSoonerThanLightIsWhereTheExitIs() {
        // Tokyo is 9,000 km from Frankfurt: light takes 93 ms there and back.
        learned.told("a", SHOP, report("one", FRANKFURT, TOKYO, 4));
        DestinationPlace place = learned.placeOf("a", SHOP);
        assertEquals(Kind.LEARNED, place.kind());
        assertEquals("DE", place.place().country());
        assertEquals(0, place.place().kmTo(FRANKFURT));
        assertEquals(510, place.place().uncertaintyKm(), 1e-9);
    }

    @Test
    void anAddressNearTwoFarExitsIsEverywhere() {
        learned.told("a", SHOP, report("one", FRANKFURT, TOKYO, 4));
        learned.told("a", SHOP, report("two", OSAKA, TOKYO, 8));
        assertEquals(Kind.EVERYWHERE, learned.placeOf("a", SHOP).kind());
    }

    @Test
    void aNameThatMovesWithTheExitIsEverywhere() {
        // Too slow for a proof by time: both could have reached either place.
        learned.told("a", SHOP, report("one", FRANKFURT, BERLIN, 150));
        learned.told("a", SHOP, report("two", OSAKA, TOKYO, 150));
        assertEquals(Kind.EVERYWHERE, learned.placeOf("a", SHOP).kind());
    }

    @Test
    void aNameThatMovedIsWhereItWasSeenLast() {
        learned.told("a", SHOP, report("one", FRANKFURT, BERLIN, 9));
        learned.told("a", SHOP, report("one", FRANKFURT, TOKYO, 250));
        assertEquals("JP", learned.placeOf("a", SHOP).place().country());
    }

    /** An exit alone cannot call a destination everywhere: its last word replaces the one before. */
    @Test
    void oneOwnerHasOneVoice() {
        learned.told("a", SHOP, report("one", FRANKFURT, TOKYO, 4));
        learned.told("a", SHOP, report("one", OSAKA, TOKYO, 8));
        DestinationPlace place = learned.placeOf("a", SHOP);
        assertEquals(Kind.LEARNED, place.kind());
        assertEquals(1, place.exits());
        assertEquals("JP", place.place().country());
    }

    @Test
    void aLieLastsUntilTheNextHonestExit() {
        learned.told("a", SHOP, report("liar", FRANKFURT, TOKYO, 250));
        assertEquals("JP", learned.placeOf("a", SHOP).place().country());
        learned.told("a", SHOP, report("honest", OSAKA, BERLIN, 240));
        assertEquals("DE", learned.placeOf("a", SHOP).place().country());
        assertEquals(1, learned.placeOf("a", SHOP).exits());
    }

    @Test
    void anAddressWithoutDataTeachesNothing() {
        learned.told("a", SHOP, report("one", FRANKFURT, NOWHERE, 9));
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("a", SHOP));
    }

    @Test
    void addressesAreLookedUp() {
        DestinationPlace place = learned.placeOf("a", new Destination("1.0.0.9", 443));
        assertEquals(Kind.ADDRESS, place.kind());
        assertEquals("DE", place.place().country());
        assertEquals(Kind.ADDRESS, learned.placeOf("a", new Destination("2a01::1", 443)).kind());
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("a", new Destination("9.0.0.1", 443)));
    }

    @Test
    void countryCodesAreAWeakHint() {
        assertEquals(Kind.HINT, learned.placeOf("a", new Destination("shop.de", 443)).kind());
        assertEquals("JP", learned.placeOf("a", new Destination("shop.co.jp", 443)).place().country());
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("a", new Destination("shop.io", 443)));
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("a", new Destination("shop.fr", 443)));
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("a", new Destination("shop.com", 443)));
    }

    @Test
    void aDayLaterAllIsForgotten() {
        learned.told("a", SHOP, report("one", FRANKFURT, BERLIN, 9));
        nanos.addAndGet(LearnedPlaces.KEPT.toNanos());
        assertEquals(Kind.LEARNED, learned.placeOf("a", SHOP).kind());
        nanos.incrementAndGet();
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("a", SHOP));
        assertEquals(0, learned.size());
    }

    @Test
    void theNumberOfHostsIsBounded() {
        for (int i = 0; i <= LearnedPlaces.MOST; i++) {
            learned.told("a", new Destination("h" + i, 443), report("one", FRANKFURT, BERLIN, 9));
        }
        assertEquals(LearnedPlaces.MOST, learned.size());
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("a", new Destination("h0", 443)));
        assertEquals(Kind.LEARNED, learned.placeOf("a", new Destination("h1", 443)).kind());
    }

    @Test
    void everythingCanBeForgotten() {
        learned.told("a", SHOP, report("one", FRANKFURT, BERLIN, 9));
        learned.forget();
        assertEquals(0, learned.size());
    }

    private static Report report(String owner, Place exit, byte[] prefix, double millis) {
        return new Report(owner, exit, prefix, millis, 2 * millis);
    }

    private static Place exit(String country, double latitude, double longitude) {
        return new Place(country, 0, 0, latitude, longitude, 10, true);
    }
}
