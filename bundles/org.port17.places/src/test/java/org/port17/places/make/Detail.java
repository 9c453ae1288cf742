package org.port17.places.make;

import org.port17.places.make.MakePlaces.Run;

/**
 * How much detail a file keeps. Within one system a range goes on over what lies close to its point, and over a few
 * granules that do not.
 *
 * @param closeKm what counts as close, in km
 * @param few4 fewer /24 than this in another place of the same country are passed over
 * @param few6 fewer /48 likewise
 * @param abroad6 fewer /48 than this even in another country
 */
record Detail(double closeKm, long few4, long few6, long abroad6) {
    static final Detail SHIPPED = new Detail(400, 8, 1_024, 16);

    boolean keeps(Run run, String country, int point, int family) {
        long granules = run.end() - run.start();
        if (!Point.country(run.point()).equals(country)) {
            return family == 6 && granules < abroad6;
        }
        return granules < (family == 4 ? few4 : few6) || Point.km(run.point(), point) <= closeKm;
    }
}
