package org.port17.bench.scale;

/**
 * The straight line through points with the least squares.
 *
 * @param offset its value at 0
 * @param slope by how much it rises for each step of x
 * @param r2 the share of the points' spread that it explains, at most 1
 * @param worst the largest distance of a point from it, in y
 */
record Line(double offset, double slope, double r2, double worst) {
    /** @throws IllegalArgumentException unless there are two different x at least, and a y for each */
    static Line through(double[] x, double[] y) {
        if (x.length != y.length || x.length < 2) {
            throw new IllegalArgumentException("a line needs two points at least");
        }
        double meanX = mean(x);
        double meanY = mean(y);
        double spreadX = 0;
        double spreadY = 0;
        double together = 0;
        for (int i = 0; i < x.length; i++) {
            spreadX += (x[i] - meanX) * (x[i] - meanX);
            spreadY += (y[i] - meanY) * (y[i] - meanY);
            together += (x[i] - meanX) * (y[i] - meanY);
        }
        if (spreadX == 0) {
            throw new IllegalArgumentException("all points have the same x");
        }
        double slope = together / spreadX;
        double offset = meanY - slope * meanX;
        double left = 0;
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            double away = y[i] - offset - slope * x[i];
            left += away * away;
            worst = Math.max(worst, Math.abs(away));
        }
        return new Line(offset, slope, spreadY == 0 ? 1 : 1 - left / spreadY, worst);
    }

    double at(double x) {
        return offset + slope * x;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
