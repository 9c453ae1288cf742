package org.port17.route.near;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.route.kit.Level;
import org.port17.route.kit.Ramp;
import org.port17.route.kit.RouteRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A level as configured. A wrong configuration gives one error line and no level: who asks for its number is refused, since a
 * weaker one would not be what was meant.
 */
@Component(
        name = ConfiguredLevel.PID,
        configurationPid = ConfiguredLevel.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = ConfiguredLevel.class)
@Designate(ocd = LevelConfig.class, factory = true)
public final class ConfiguredLevel {
    static final String PID = "org.port17.route.near.level";
    /** What the core checks of every route holds at every level, or it would plan routes that are refused. */
    private static final String ALWAYS = "owner as hoster network";

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredLevel.class);
    private final Level level;

    @Activate
    public ConfiguredLevel(LevelConfig config) {
        try {
            this.level = level(config);
        } catch (IllegalArgumentException e) {
            LOG.error("configuration {} of level {}: {}", PID, config.number(), e.getMessage());
            throw e;
        }
    }

    Level level() {
        return level;
    }

    private static Level level(LevelConfig config) {
        return new Level(
                config.number(),
                config.name(),
                config.nodes(),
                new Level.Entry(
                        config.entry_samples(),
                        config.entry_days(),
                        config.second(),
                        config.second_days_least(),
                        config.second_days_most()),
                config.gamma(),
                config.owner_percent(),
                config.middle_sample(),
                config.middle_best(),
                config.age_days(),
                ramp(config.age_ramp()),
                config.exits_verified(),
                RouteRule.parse(ALWAYS + " " + config.rules()),
                config.zero_rtt(),
                config.plaintext_only_by_rule(),
                config.idle_minutes(),
                config.most_minutes(),
                Arrays.stream(config.lacks().split("\\|"))
                        .map(String::strip)
                        .filter(sentence -> !sentence.isEmpty())
                        .toList());
    }

    private static Ramp ramp(String text) {
        List<Integer> days = new ArrayList<>();
        List<Integer> percent = new ArrayList<>();
        for (String point : text.strip().split("\\s+")) {
            if (!point.matches("[0-9]{1,4}:[0-9]{1,3}")) {
                throw new IllegalArgumentException("age.ramp reads like 0:0 7:10 30:50 68:100");
            }
            int colon = point.indexOf(':');
            days.add(Integer.parseInt(point.substring(0, colon)));
            percent.add(Integer.parseInt(point.substring(colon + 1)));
        }
        return new Ramp(days, percent);
    }
}
