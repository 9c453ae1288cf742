package org.port17.places;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the slots stand for, as arrays. Slot 0 is the unknown. */
final class Slots {
    /** Two letters each, "ZZ" first. */
    final String[] countries;
    /** By country: the first of its points, and one past the last. */
    final int[] firstPoint;

    final float[] latitude;
    final float[] longitude;
    final byte[] countryUncertainty;

    /** Systems whose organisation has another number, ascending. */
    final int[] systems;

    final int[] organisations;
    final int[] named;
    final int[] nameEnd;
    final byte[] names;

    final byte[] country;
    final int[] as;
    final char[] point;
    final byte[] uncertainty;

    Slots(int countries, int points, int systems, int names, int nameBytes, int slots) {
        this.countries = new String[countries];
        firstPoint = new int[countries + 1];
        latitude = new float[points];
        longitude = new float[points];
        countryUncertainty = new byte[countries];
        this.systems = new int[systems];
        organisations = new int[systems];
        named = new int[names];
        nameEnd = new int[names];
        this.names = new byte[nameBytes];
        country = new byte[slots];
        as = new int[slots];
        point = new char[slots];
        uncertainty = new byte[slots];
    }

    int organisation(int system) {
        int at = Arrays.binarySearch(systems, system);
        return at < 0 ? system : organisations[at];
    }

    String name(int organisation) {
        int at = Arrays.binarySearch(named, organisation);
        if (at < 0) {
            return "";
        }
        int from = at == 0 ? 0 : nameEnd[at - 1];
        return new String(names, from, nameEnd[at] - from, StandardCharsets.UTF_8);
    }

    int country(String code) {
        for (int i = 1; i < countries.length; i++) {
            if (countries[i].equals(code)) {
                return i;
            }
        }
        return 0;
    }
}
