package org.port17.spi.exit;

/**
 * @param weight above 0 allows the node, relative to others; 0 denies it
 * @param reason a short sentence for the console; empty when allowed
 */
public record Verdict(double weight, String reason) {
    public Verdict {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("a weight is finite and not negative");
        }
    }

    public static Verdict allow(double weight) {
        return new Verdict(weight, "");
    }

    public static Verdict deny(String reason) {
        return new Verdict(0, reason);
    }

    public boolean allowed() {
        return weight > 0;
    }
}
