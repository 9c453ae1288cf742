package org.port17.route.near;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntUnaryOperator;
import org.port17.route.kit.RouteMaker;

/**
 * The exits of one application, domain and day in the order in which they should serve: of the first few those that nobody
 * doubts, then the doubted ones, never one that cannot be reached. As many more follow only if none of the first can be reached:
 * to bring that about, each of them has to be accused by a node of its own on a route that this client drew, within the minute
 * for which an accusation holds. Draws as it goes. Not for several threads.
 */
final class DrawnExits implements Iterator<Integer> {
    private final IntUnaryOperator draw;
    private final int most;
    private final int draws;
    private final RouteMaker.Client client;
    private final List<Integer> drawn = new ArrayList<>();
    private final List<Integer> doubted = new ArrayList<>();
    private int limit;
    private int attempt;
    private boolean served;
    private Integer next;

    /**
     * @param draw the exit of an attempt
     * @param most how many different ones, and how many more
     * @param draws after which there are no others
     * @param client whom it doubts and cannot reach
     */
    DrawnExits(IntUnaryOperator draw, int most, int draws, RouteMaker.Client client) {
        this.draw = draw;
        this.most = most;
        this.limit = most;
        this.draws = draws;
        this.client = client;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (drawn.size() < limit && drawAnother()) {
                continue;
            }
            if (!doubted.isEmpty()) {
                next = doubted.remove(0);
            } else if (!served && limit == most) {
                limit = 2 * most;
            } else {
                return false;
            }
        }
        return true;
    }

    /** @return false if there is none that was not drawn yet */
    private boolean drawAnother() {
        while (attempt < draws) {
            int exit = draw.applyAsInt(attempt++);
            if (!drawn.contains(exit)) {
                drawn.add(exit);
                if (client.doubted().get(exit) && !client.away().get(exit)) {
                    doubted.add(exit);
                } else if (!client.away().get(exit)) {
                    next = exit;
                }
                return true;
            }
        }
        return false;
    }

    @Override
    public Integer next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Integer exit = next;
        next = null;
        served = true;
        return exit;
    }
}
