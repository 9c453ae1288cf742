package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.GeoPoint;
import org.port17.authority.Landmarks.Landmark;
import org.port17.authority.Whereabouts.Finding;
import org.port17.authority.Whereabouts.Kind;
import org.port17.spi.place.Place;

/** Where nodes are found, whoever lies or errs; round trips are 1 ms and 1.6 times the great circle. */
class WhereaboutsTest {
    private static final GeoPoint BERLIN = new GeoPoint(52.5, 13.4);
    private static final GeoPoint TOKYO = new GeoPoint(35.7, 139.7);
    private static final GeoPoint SEATTLE = new GeoPoint(47.6, -122.3);
    private static final List<GeoPoint> CITIES = List.of(
            BERLIN,
            TOKYO,
            SEATTLE,
            new GeoPoint(48.9, 2.4),
            new GeoPoint(40.7, -74),
            new GeoPoint(-33.9, 151.2),
            new GeoPoint(-23.5, -46.6),
            new GeoPoint(1.4, 103.8),
            new GeoPoint(-26.2, 28),
            new GeoPoint(25.8, -80.2));

    /** Where each landmark really is, if not where it is taken to be. */
    private final List<GeoPoint> really = new ArrayList<>();

    private final List<Landmark> landmarks = new ArrayList<>();
    private final Set<Integer> asked = new HashSet<>();

    private void landmark(GeoPoint point, Object owner) {
        landmark(point, owner, point);
    }

    private void landmark(GeoPoint point, Object owner, GeoPoint truth) {
        landmarks.add(new Landmark(point, owner, "network " + landmarks.size()));
        really.add(truth);
    }

    /** Six in each city, of six owners. */
    private void world() {
        for (GeoPoint city : CITIES) {
            for (int i = 0; i < 6; i++) {
                landmark(new GeoPoint(city.latitude() + i * 0.1, city.longitude()), "owner " + landmarks.size());
            }
        }
    }

    private static double millis(GeoPoint one, GeoPoint other) {
        return 1 + 0.016 * km(one, other);
    }

    private static double km(GeoPoint one, GeoPoint other) {
        return Place.km(one.latitude(), one.longitude(), other.latitude(), other.longitude());
    }

    private interface Answers {
        double millis(int landmark);
    }

    private Finding find(Optional<GeoPoint> data, Answers answers) {
        var search = new Whereabouts(new Landmarks(landmarks), data, "the node's owner", "the node's network");
        for (OptionalInt next = search.next(); next.isPresent(); next = search.next()) {
            assertTrue(asked.add(next.getAsInt()), "nobody is asked twice");
            double millis = answers.millis(next.getAsInt());
            search.answered(Double.isNaN(millis) ? OptionalDouble.empty() : OptionalDouble.of(millis));
        }
        return search.finding();
    }

    private Finding find(GeoPoint data, GeoPoint truth) {
        return find(Optional.of(data), i -> millis(really.get(i), truth));
    }

    @Test
    void twoBesideThePlaceSettleIt() {
        world();
        assertEquals(Kind.HERE, find(BERLIN, BERLIN).kind());
        assertEquals(2, asked.size());
    }

    @Test
    void aNodeThatStandsElsewhereIsFoundThere() {
        world();
        Finding found = find(BERLIN, SEATTLE);
        assertEquals(Kind.ELSEWHERE, found.kind());
        assertTrue(km(SEATTLE, found.point().orElseThrow()) < 100, found.toString());
        assertTrue(asked.size() < 45, asked.size() + " were asked");
    }

    @Test
    void soIsOneOfWhichTheDataKnowsNothing() {
        world();
        Finding found = find(Optional.empty(), i -> millis(really.get(i), TOKYO));
        assertTrue(km(TOKYO, found.point().orElseThrow()) < 100, found.toString());
    }

    /** Whoever delays everything stays where his address is. */
    @Test
    void slowAnswersMoveNobody() {
        world();
        assertEquals(
                Kind.UNKNOWN,
                find(Optional.of(BERLIN), i -> 40 + millis(really.get(i), SEATTLE))
                        .kind());
    }

    /** A node that gave one owner its keys is heard by him as if it stood beside him; by others it is not. */
    @Test
    void oneOwnerAloneMovesNobody() {
        world();
        for (int i = 0; i < 6; i++) {
            landmark(new GeoPoint(TOKYO.latitude(), TOKYO.longitude() + i * 0.1), "accomplice");
        }
        int first = landmarks.size() - 6;
        Finding found = find(Optional.of(BERLIN), i -> i >= first ? 0.1 : 10 + millis(really.get(i), BERLIN));
        assertEquals(Kind.UNKNOWN, found.kind());
    }

    /** Those of its own owner and network are not asked. */
    @Test
    void aNodesOwnKinIsNotAsked() {
        world();
        landmarks.set(0, new Landmark(BERLIN, "the node's owner", "x"));
        landmarks.set(1, new Landmark(BERLIN, "x", "the node's network"));
        find(BERLIN, SEATTLE);
        assertTrue(Collections.disjoint(asked, Set.of(0, 1)));
    }

    /** The nearest landmark is in truth on the other side of the world, as is one more. */
    @Test
    void landmarksThatStandElsewhereThemselvesAreOutvoted() {
        landmark(BERLIN, "wrong", TOKYO);
        landmark(BERLIN, "wrong too", SEATTLE);
        world();
        assertEquals(Kind.HERE, find(BERLIN, BERLIN).kind());
        asked.clear();
        assertTrue(km(TOKYO, find(BERLIN, TOKYO).point().orElseThrow()) < 100);
    }

    @Test
    void whoAnswersNobodyIsNotFound() {
        world();
        assertEquals(Kind.UNKNOWN, find(Optional.of(BERLIN), i -> Double.NaN).kind());
    }

    @Test
    void withoutLandmarksNothingIsFound() {
        assertEquals(Kind.UNKNOWN, find(BERLIN, BERLIN).kind());
        var tooMany = Collections.nCopies(Landmarks.MOST + 1, new Landmark(BERLIN, "o", "n"));
        assertThrows(IllegalArgumentException.class, () -> new Landmarks(tooMany));
    }

    /** Authorities that looked for themselves sign what is near; who did not, what was signed before. */
    @Test
    void authoritiesAgreeOnPlacesThatTwoFound() {
        Optional<Finding> tokyo = Optional.of(new Finding(Kind.ELSEWHERE, Optional.of(TOKYO)));
        Optional<Finding> near = Optional.of(new Finding(Kind.ELSEWHERE, Optional.of(new GeoPoint(35, 138))));
        Optional<Finding> here = Optional.of(new Finding(Kind.HERE, Optional.empty()));
        Optional<Finding> unknown = Optional.of(new Finding(Kind.UNKNOWN, Optional.empty()));
        Optional<GeoPoint> none = Optional.empty();
        assertEquals(Optional.of(TOKYO), AgreedPlace.propose(tokyo, List.of(), none), "one alone");
        assertEquals(Optional.of(TOKYO), AgreedPlace.propose(tokyo, List.of(near), none));
        assertEquals(none, AgreedPlace.propose(tokyo, List.of(here), none));
        assertEquals(none, AgreedPlace.propose(tokyo, List.of(unknown), none), "who did not find it signs nothing new");
        assertEquals(none, AgreedPlace.propose(tokyo, List.of(here), Optional.of(TOKYO)));
        for (Optional<Finding> proposer : List.of(tokyo, near, here, unknown)) {
            Optional<GeoPoint> said = AgreedPlace.propose(proposer, List.of(near), Optional.of(TOKYO));
            assertEquals(Optional.of(TOKYO), said, "maps do not change with whose turn it is");
        }
        assertTrue(AgreedPlace.drops(near, none, Optional.of(TOKYO)));
        assertFalse(AgreedPlace.drops(near, Optional.of(TOKYO), Optional.of(TOKYO)));
        assertFalse(AgreedPlace.drops(here, none, Optional.of(TOKYO)));
        assertFalse(AgreedPlace.drops(unknown, none, Optional.of(TOKYO)));
        assertEquals(Optional.of(TOKYO), AgreedPlace.propose(unknown, List.of(near), Optional.of(TOKYO)));
        assertEquals(Optional.of(TOKYO), AgreedPlace.propose(none(), List.of(none()), Optional.of(TOKYO)));
        assertTrue(AgreedPlace.signs(tokyo, none, Optional.of(TOKYO)), "that a map says nothing is always true");
    }

    private static Optional<Finding> none() {
        return Optional.empty();
    }
}
