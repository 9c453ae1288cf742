package org.port17.route.near;

import java.nio.file.Path;
import java.util.Locale;
import org.port17.spi.place.Place;

/**
 * The validated configuration.
 *
 * @param level least level of every route
 * @param country where the client stands, empty if it does not say
 * @param guards file
 */
record NearSettings(int level, String country, Path guards) {
    /** @param data directory of the platform, empty without one */
    static NearSettings of(NearConfig config, String data) {
        String country = config.client_country().strip().toUpperCase(Locale.ROOT);
        if (!country.isEmpty() && (!country.matches("[A-Z]{2}") || country.equals(Place.NO_COUNTRY))) {
            throw new IllegalArgumentException("client.country is an ISO 3166-1 code of two letters, such as CH");
        }
        if (config.level() < 1 || config.level() > 99) {
            throw new IllegalArgumentException("level lies between 1 and 99");
        }
        if (config.guards().isBlank() && data.isEmpty()) {
            throw new IllegalArgumentException("guards must name a file where there is no ${karaf.data}");
        }
        Path file = config.guards().isBlank()
                ? Path.of(data, "port17", "guards")
                : Path.of(config.guards().strip());
        return new NearSettings(config.level(), country, file);
    }
}
