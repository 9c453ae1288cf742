package org.port17.edge.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.DestinationPlaces;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceSource;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Places;

/**
 * {@code port17:places}: the data on places, whose it is, and where an address stands. The licences want its makers named
 * wherever results are shown.
 */
@Service
@Command(scope = "port17", name = "places", description = "Where addresses stand, and by whose data")
public final class PlacesCommand extends ConsoleCommand {
    static final String MISSING = "The bundle org.port17.places is not running.";

    @Argument(name = "address", description = "An IPv4 or IPv6 address; names are not resolved here")
    String address;

    @Reference(optional = true)
    Places places;

    @Reference(optional = true)
    DestinationPlaces learned;

    @Override
    Page page() throws CommandException {
        PlaceTable table = present(places, MISSING).table();
        Map<String, Object> facts = address == null ? source(table) : place(table);
        Page page = Page.table(Map.of(address == null ? "places" : "place", facts), "", "", "");
        facts.forEach((name, value) -> row(page, name, String.valueOf(value)));
        return page;
    }

    private static void row(Page page, String name, String value) {
        String head = name;
        for (String line : value.split("\n")) {
            page.row(head, line);
            head = "";
        }
    }

    private Map<String, Object> source(PlaceTable table) {
        PlaceSource source = table.source();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", source.version());
        facts.put("origin", source.origin());
        facts.put("digest", source.digest());
        facts.put("ranges4", source.ranges4());
        facts.put("ranges6", source.ranges6());
        if (!source.problem().isEmpty()) {
            facts.put("problem", source.problem());
        }
        if (learned != null) {
            facts.put("learned", learned.size());
            facts.put("refused", learned.refused());
        }
        facts.put("attribution", source.attribution());
        return facts;
    }

    private Map<String, Object> place(PlaceTable table) throws CommandException {
        byte[] bytes = AddressLiteral.of(address)
                .orElseThrow(() -> new CommandException(Units.safe(address)
                        + " is no address; names are not resolved here, since that would tell a name" + " server."));
        Place place = table.place(bytes);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("country", place.country());
        facts.put("as", place.as());
        facts.put("organisation", place.organisation());
        facts.put("name", table.nameOf(place.organisation()));
        if (place.known()) {
            facts.put("latitude", place.latitude());
            facts.put("longitude", place.longitude());
            facts.put("uncertaintyKm", Math.round(place.uncertaintyKm()));
        }
        facts.put("attribution", table.source().attribution());
        return facts;
    }
}
