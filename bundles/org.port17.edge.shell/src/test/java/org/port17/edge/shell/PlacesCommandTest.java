package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.port17.spi.place.DestinationPlaces;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceSource;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Places;

final class PlacesCommandTest {
    @Test
    void theMakersAreNamed() throws Exception {
        String text = Fakes.run(command(""));
        for (String part : new String[] {"2026-06", "embedded", "IP Geolocation by X", "CC BY 4.0", "learned", "3"}) {
            assertTrue(text.contains(part), part);
        }
        assertFalse(text.contains("problem"));
        assertEquals(
                "{\"places\":{\"version\":\"2026-06\",\"origin\":\"embedded\",\"digest\":\"00ff\",\"ranges4\":5,\"ranges6\":6,\"learned\":3,\"refused\":1,\"attribution\":\"IP"
                        + " Geolocation by X\\u000aCC BY 4.0\"}}",
                Fakes.json(command("")).strip());
    }

    @Test
    void aFileThatIsNotInForceIsShown() throws Exception {
        assertTrue(Fakes.run(command("it is damaged")).contains("it is damaged"));
    }

    @Test
    void anAddressIsLookedUpAndTheMakersAreNamed() throws Exception {
        var command = command("");
        command.address = "192.0.2.1";
        String text = Fakes.json(command);
        assertTrue(text.contains("\"country\":\"DE\""), text);
        assertTrue(text.contains("\"name\":\"Hoster\""), text);
        assertTrue(text.contains("IP Geolocation by X"), text);
    }

    @Test
    void namesAreNotResolved() {
        var command = command("");
        command.address = "www.example.org";
        assertTrue(
                assertThrows(CommandException.class, command::page).getMessage().contains("not resolved"));
    }

    @Test
    void withoutTheBundleItSaysSo() {
        assertEquals(
                PlacesCommand.MISSING,
                assertThrows(CommandException.class, new PlacesCommand()::page).getMessage());
    }

    private static PlacesCommand command(String problem) {
        PlaceTable table = Fakes.answering(
                PlaceTable.class,
                Map.of(
                        "source",
                                new PlaceSource(
                                        "2026-06", "00ff", "embedded", "IP Geolocation by X\nCC BY 4.0", 5, 6, problem),
                        "place", new Place("DE", 24_940, 20_000, 52.5, 13.5, 50, true),
                        "nameOf", "Hoster"));
        var command = new PlacesCommand();
        command.places = Fakes.answering(Places.class, Map.of("table", table));
        command.learned = Fakes.answering(DestinationPlaces.class, Map.of("size", 3, "refused", 1L));
        return command;
    }
}
