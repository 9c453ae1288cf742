package org.port17.route.kit;

/**
 * A draw by weight that changes little when the candidates do: each runs for an exponential time, the first one wins. A
 * candidate that comes or goes moves only its own wins.
 */
final class Race {
    private final Prf prf;
    private double best = Double.POSITIVE_INFINITY;
    private int winner = -1;

    Race(Prf prf) {
        this.prf = prf;
    }

    void enter(long name, double weight, int candidate) {
        double fraction = prf.fraction(name);
        // -ln(f) >= 1 - f: most losers are known without a logarithm.
        if (1 - fraction < best * weight) {
            double time = -Math.log(fraction) / weight;
            if (time < best) {
                best = time;
                winner = candidate;
            }
        }
    }

    /** Below 0 if nobody entered. */
    int winner() {
        return winner;
    }
}
