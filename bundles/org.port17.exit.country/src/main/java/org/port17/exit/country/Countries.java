package org.port17.exit.country;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The validated configuration.
 *
 * @param codes permitted countries, upper case
 * @param problem a sentence for the operator if the configuration cannot be used; empty otherwise. Nothing is permitted
 *     then.
 */
record Countries(Set<String> codes, String problem) {
    /** As assigned by the standard; user-assigned codes are accepted too, for test networks. */
    private static final Set<String> ISO = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    Countries {
        codes = Set.copyOf(codes);
    }

    static Countries of(CountryConfig config) {
        var codes = new TreeSet<String>();
        for (String code : Arrays.stream(config.countries())
                .flatMap(v -> Arrays.stream(v.split(",", -1)))
                .toList()) {
            String upper = code.strip().toUpperCase(Locale.ROOT);
            if (upper.isEmpty()) {
                continue;
            }
            if (!ISO.contains(upper) && !userAssigned(upper)) {
                return new Countries(Set.of(), "countries holds something that is no ISO 3166-1 code of two letters");
            }
            codes.add(upper);
        }
        return codes.isEmpty()
                ? new Countries(codes, "countries is empty: list the countries an exit may stand in, such as CH,NO")
                : new Countries(codes, "");
    }

    String list() {
        return String.join(", ", new TreeSet<>(codes));
    }

    private static boolean userAssigned(String code) {
        return code.matches("AA|Q[M-Z]|X[A-Z]|ZZ");
    }
}
