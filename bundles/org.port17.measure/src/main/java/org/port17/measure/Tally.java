package org.port17.measure;

import java.util.Arrays;
import java.util.List;
import org.port17.spi.measure.CapacityMeter;

/** What a node did in each second of a measuring. */
public final class Tally {
    private final long[] echoed;
    private long claimed;

    public Tally(int seconds) {
        echoed = new long[seconds];
    }

    int seconds() {
        return echoed.length;
    }

    /** @param second what is outside of the measuring is passed over */
    public void echoed(int second, int bytes) {
        if (second >= 0 && second < echoed.length) {
            echoed[second] += bytes;
        }
    }

    /**
     * What the node says that it carried for clients. It says so behind what it echoes, sooner or later, so only the sum of all
     * seconds counts.
     */
    public void claimed(int second, long bytes) {
        if (second >= 0 && second < echoed.length) {
            long sum = claimed + bytes;
            claimed = sum < 0 ? Long.MAX_VALUE : sum;
        }
    }

    /** Bytes in a second that count: those echoed, and of those claimed at most a quarter of all. */
    long counted(int second) {
        double most = echoed[second] * CapacityMeter.CLIENTS_SHARE / (1 - CapacityMeter.CLIENTS_SHARE);
        return echoed[second] + Math.min(claimed / echoed.length, (long) most);
    }

    private long[] counted() {
        long[] all = new long[seconds()];
        Arrays.setAll(all, this::counted);
        return all;
    }

    /**
     * Bytes a second: the lower of mean and lower median. The mean is no more than went through the line, however a node
     * saves its answers up; the median does not count a burst at the beginning.
     */
    static long rate(long[] perSecond) {
        long[] sorted = perSecond.clone();
        Arrays.sort(sorted);
        long sum = 0;
        for (long bytes : sorted) {
            sum += bytes;
        }
        return Math.min(sum / sorted.length, sorted[(sorted.length - 1) / 2]);
    }

    /**
     * Rates of nodes measured together. Where they come to more than the rate of them all, because they took turns, each is
     * lowered in proportion.
     */
    public static long[] rates(List<Tally> together) {
        long[] rates = new long[together.size()];
        long[] all = new long[together.isEmpty() ? 0 : together.get(0).seconds()];
        double sum = 0;
        for (int i = 0; i < rates.length; i++) {
            long[] counted = together.get(i).counted();
            rates[i] = rate(counted);
            sum += rates[i];
            Arrays.setAll(all, second -> all[second] + counted[second]);
        }
        double most = all.length == 0 ? 0 : rate(all);
        for (int i = 0; sum > most && i < rates.length; i++) {
            rates[i] = (long) (rates[i] * most / sum);
        }
        return rates;
    }
}
