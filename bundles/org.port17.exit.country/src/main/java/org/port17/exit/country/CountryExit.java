package org.port17.exit.country;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.exit.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Only exits in listed countries serve. A list that is empty or wrong denies every exit, with the reason: leaving the
 * country open would not be what an operator who installed this policy meant. A changed configuration makes a new
 * instance.
 */
@Component(
        name = CountryExit.PID,
        configurationPid = CountryExit.PID,
        service = ExitPolicy.class,
        property = ExitPolicy.NAME + "=" + CountryExit.NAME_VALUE)
@Designate(ocd = CountryConfig.class)
public final class CountryExit implements ExitPolicy {
    static final String PID = "org.port17.exit.country";
    static final String NAME_VALUE = "country";
    private static final Logger LOG = LoggerFactory.getLogger(CountryExit.class);
    private final Countries countries;

    @Activate
    public CountryExit(CountryConfig config) {
        this.countries = Countries.of(config);
        if (!countries.problem().isEmpty()) {
            LOG.warn("configuration {}: {}", PID, countries.problem());
        }
    }

    @Override
    public String name() {
        return NAME_VALUE;
    }

    @Override
    public Verdict judge(Destination destination, Node node) {
        if (!countries.problem().isEmpty()) {
            return Verdict.deny(countries.problem());
        }
        if (!node.exit()) {
            return Verdict.deny("the node is no exit");
        }
        return countries.codes().contains(node.country())
                ? Verdict.allow(1)
                : Verdict.deny("the exit does not stand in " + countries.list());
    }

    @Override
    public boolean looksAtDestination() {
        return false;
    }
}
