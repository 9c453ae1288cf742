package org.port17.rules;

import java.util.List;

/** The ports a rule is for, as ranges from first to last. Without any it is for all. */
record Ports(List<Range> ranges) {
    static final int HIGHEST = 65_535;
    static final Ports ALL = new Ports(List.of(new Range(1, HIGHEST)));

    Ports {
        ranges = List.copyOf(ranges);
    }

    record Range(int first, int last) {}
}
