package org.port17.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PlotTest {
    private static final double[] X = {1, 10, 100};
    private static final double[] Y = {0, 50, 100};

    private static Plot plot() {
        return new Plot("a < b & c", new Axis("gamma", 1, 100, true), Axis.upTo("km", 100)).line("one", X, Y, true);
    }

    @Test
    void aChartIsWellFormedAndSaysWhatItShows() throws Exception {
        Document chart = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(plot().svg().getBytes(StandardCharsets.UTF_8)));
        assertEquals("svg", chart.getDocumentElement().getTagName());
        String text = chart.getDocumentElement().getTextContent();
        assertTrue(text.contains("a < b & c") && text.contains("gamma") && text.contains("km") && text.contains("one"));
        assertEquals(3, chart.getElementsByTagName("circle").getLength());
    }

    @Test
    void pointsLieWhereTheAxesSay() {
        // The drawing goes from 80 to 650 and from 360 up to 50; a factor of ten is half of the logarithmic axis.
        assertTrue(plot().svg().contains("points=\"80.0,360.0 365.0,205.0 650.0,50.0\""));
    }

    @Test
    void equalContentsGiveEqualText() {
        assertEquals(plot().svg(), plot().svg());
    }

    @Test
    void ticksAreRoundNumbers() {
        assertEquals(List.of(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0), new Axis("x", 1, 100, true).ticks());
        assertEquals(List.of(0.0, 20.0, 40.0, 60.0, 80.0, 100.0), new Axis("x", 0, 100, false).ticks());
        assertEquals("0.25", Axis.text(0.25));
        assertEquals("1,000", Axis.text(1000));
    }

    @Test
    void valuesOutsideGoToTheEdge() {
        Axis axis = new Axis("x", 0, 10, false);
        assertEquals(1, axis.at(11));
        assertEquals(0, axis.at(-1));
    }

    @Test
    void emptyAxesAndLinesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Axis("x", 1, 1, false));
        assertThrows(IllegalArgumentException.class, () -> new Axis("x", 0, 1, true));
        assertThrows(IllegalArgumentException.class, () -> plot().line("two", new double[0], new double[0], false));
        assertThrows(IllegalArgumentException.class, () -> plot().line("two", X, new double[2], false));
    }
}
