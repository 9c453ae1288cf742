package org.port17.sim.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line chart as SVG: one horizontal and one vertical axis, a legend on the right. Text only, no script, no style
 * sheet.
 */
public final class Plot {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 420;
    private static final int LEFT = 80;
    private static final int RIGHT = 210;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    /** Eight colours that people with any colour vision can tell apart (Okabe and Ito 2008). */
    private static final String[] COLOURS = {
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999"
    };

    private final String title;
    private final Axis horizontal;
    private final Axis vertical;
    private final List<Series> series = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();

    /** @param dots whether each point is marked */
    private record Series(String name, double[] x, double[] y, boolean dots) {}

    private record Goal(String name, double y) {}

    public Plot(String title, Axis horizontal, Axis vertical) {
        this.title = title;
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    /** A line through the points, in the order given. */
    public Plot line(String name, double[] x, double[] y, boolean dots) {
        if (x.length != y.length || x.length == 0) {
            throw new IllegalArgumentException("a line needs as many x as y, and at least one");
        }
        series.add(new Series(name, x.clone(), y.clone(), dots));
        return this;
    }

    /** A dashed level line. */
    public Plot goal(String name, double y) {
        goals.add(new Goal(name, y));
        return this;
    }

    /** The whole chart; equal contents give equal text. */
    public String svg() {
        var out = new StringBuilder();
        add(
                out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">",
                WIDTH,
                HEIGHT);
        add(out, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        add(out, "<text x=\"%d\" y=\"26\" font-size=\"16\">%s</text>", LEFT, escaped(title));
        axes(out);
        for (Goal goal : goals) {
            double y = y(goal.y());
            add(
                    out,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#666666\" stroke-dasharray=\"5 4\"/>",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    y);
            add(
                    out,
                    "<text x=\"%d\" y=\"%.1f\" fill=\"#666666\" font-size=\"11\">%s</text>",
                    LEFT + 4,
                    y - 4,
                    escaped(goal.name()));
        }
        for (int i = 0; i < series.size(); i++) {
            draw(out, series.get(i), COLOURS[i % COLOURS.length], TOP + 10 + 22 * i);
        }
        return out.append("</svg>\n").toString();
    }

    private void axes(StringBuilder out) {
        int bottom = HEIGHT - BOTTOM;
        int right = WIDTH - RIGHT;
        for (double tick : horizontal.ticks()) {
            add(
                    out,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#e4e4e4\"/>",
                    x(tick),
                    TOP,
                    x(tick),
                    bottom);
            add(
                    out,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(tick),
                    bottom + 18,
                    Axis.text(tick));
        }
        for (double tick : vertical.ticks()) {
            add(
                    out,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#e4e4e4\"/>",
                    LEFT,
                    y(tick),
                    right,
                    y(tick));
            add(out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y(tick) + 4, Axis.text(tick));
        }
        add(out, "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#333333\"/>", LEFT, TOP, bottom, right);
        add(
                out,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + right) / 2,
                HEIGHT - 16,
                escaped(horizontal.label()));
        add(
                out,
                "<text transform=\"translate(20 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                (TOP + bottom) / 2,
                escaped(vertical.label()));
    }

    private void draw(StringBuilder out, Series line, String colour, int legendY) {
        out.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        for (int i = 0; i < line.x().length; i++) {
            out.append(String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", x(line.x()[i]), y(line.y()[i])));
        }
        out.append("\"/>\n");
        for (int i = 0; line.dots() && i < line.x().length; i++) {
            add(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x(line.x()[i]), y(line.y()[i]), colour);
        }
        int left = WIDTH - RIGHT + 16;
        add(
                out,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke-width=\"3\" stroke=\"%s\"/>",
                left,
                legendY,
                left + 22,
                legendY,
                colour);
        add(out, "<text x=\"%d\" y=\"%d\">%s</text>", left + 30, legendY + 4, escaped(line.name()));
    }

    private double x(double value) {
        return LEFT + horizontal.at(value) * (WIDTH - RIGHT - LEFT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - vertical.at(value) * (HEIGHT - BOTTOM - TOP);
    }

    private static void add(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
