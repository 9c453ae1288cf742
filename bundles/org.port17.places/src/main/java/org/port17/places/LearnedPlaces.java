package org.port17.places;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.port17.api.Destination;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.DestinationPlace;
import org.port17.spi.place.DestinationPlace.Kind;
import org.port17.spi.place.DestinationPlaces;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Places;
import org.port17.spi.place.Report;

/** Remembers what exits told for a day, in memory only, for the hosts used last. */
@Component(name = "org.port17.places.learned", service = DestinationPlaces.class)
public final class LearnedPlaces implements DestinationPlaces {
    static final Duration KEPT = Duration.ofHours(24);
    static final int MOST = 4_096;

    /** Country codes that are sold as words: they say nothing of a place. */
    private static final Set<String> WORDS = Set.of(
            "ac", "ad", "ag", "ai", "am", "as", "bz", "cc", "cd", "cf", "co", "dj", "eu", "fm", "ga", "gg", "gl", "gq",
            "im", "io", "is", "je", "la", "li", "ly", "me", "ml", "ms", "mu", "nu", "pw", "sc", "sh", "so", "st", "su",
            "tc", "tk", "to", "tv", "us", "vc", "vg", "ws", "yt");

    private final Places places;
    private final LongSupplier nanos;
    private final Map<Key, Sightings> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Sightings> eldest) {
            return size() > MOST;
        }
    };
    private long refused;

    private record Key(Object isolation, String host) {}

    @Activate
    public LearnedPlaces(@Reference Places places) {
        this(places, System::nanoTime);
    }

    LearnedPlaces(Places places, LongSupplier nanos) {
        this.places = places;
        this.nanos = nanos;
    }

    @Override
    public DestinationPlace placeOf(Object isolation, Destination destination) {
        PlaceTable table = places.table();
        Sightings sightings = sightings(new Key(isolation, destination.host()));
        DestinationPlace learned = sightings == null ? DestinationPlace.UNKNOWN : sightings.judge(table);
        if (learned.kind() != Kind.UNKNOWN) {
            return learned;
        }
        Optional<byte[]> address = AddressLiteral.of(destination.host());
        if (address.isPresent()) {
            Place place = table.place(address.get());
            return place.known() ? new DestinationPlace(Kind.ADDRESS, place, 0) : DestinationPlace.UNKNOWN;
        }
        return hint(destination.host(), table);
    }

    private synchronized Sightings sightings(Key key) {
        Sightings found = known.get(key);
        if (found != null && nanos.getAsLong() - found.at() > KEPT.toNanos()) {
            known.remove(key);
            return null;
        }
        return found;
    }

    @Override
    public synchronized void told(Object isolation, Destination destination, Report report) {
        if (!Sightings.believable(report)) {
            refused++;
            return;
        }
        Key key = new Key(isolation, destination.host());
        Sightings before = sightings(key);
        long now = nanos.getAsLong();
        known.put(key, (before == null ? new Sightings(List.of(), now) : before).with(report, now));
    }

    @Override
    public synchronized int size() {
        long now = nanos.getAsLong();
        known.values().removeIf(s -> now - s.at() > KEPT.toNanos());
        return known.size();
    }

    @Override
    public synchronized long refused() {
        return refused;
    }

    @Override
    public synchronized void forget() {
        known.clear();
    }

    private static DestinationPlace hint(String host, PlaceTable table) {
        String end = host.substring(host.lastIndexOf('.') + 1);
        if (end.length() != 2 || WORDS.contains(end)) {
            return DestinationPlace.UNKNOWN;
        }
        Place place = table.placeOf(end.equals("uk") ? "GB" : end.toUpperCase(Locale.ROOT));
        return place.known() ? new DestinationPlace(Kind.HINT, place, 0) : DestinationPlace.UNKNOWN;
    }
}
