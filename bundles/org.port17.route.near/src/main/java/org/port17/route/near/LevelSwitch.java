package org.port17.route.near;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.spi.route.LevelSetting;

/** Writes the general level to the configuration of {@link NearStrategy}, which starts anew with it. */
@Component(name = "org.port17.route.near.switch", service = LevelSetting.class)
public final class LevelSwitch implements LevelSetting {
    private final List<ConfiguredLevel> configured;
    private final ConfigurationAdmin admin;

    @Activate
    public LevelSwitch(
            @Reference(cardinality = ReferenceCardinality.MULTIPLE, policyOption = ReferencePolicyOption.GREEDY)
                    List<ConfiguredLevel> configured,
            @Reference ConfigurationAdmin admin) {
        this.configured = List.copyOf(configured);
        this.admin = admin;
    }

    @Override
    public String strategy() {
        return NearStrategy.NAME_VALUE;
    }

    @Override
    public void set(int level) throws Port17Exception {
        if (configured.stream().noneMatch(known -> known.level().number() == level)) {
            throw new Port17Exception(
                    ErrorKind.BAD_INPUT,
                    "there is no level " + level + "; "
                            + configured.stream()
                                    .map(known -> known.level().number())
                                    .sorted()
                                    .toList()
                            + " are configured");
        }
        try {
            Configuration configuration = admin.getConfiguration(NearStrategy.PID, "?");
            Dictionary<String, Object> properties = configuration.getProperties();
            if (properties == null) {
                properties = new Hashtable<>();
            }
            properties.put("level", Integer.toString(level));
            configuration.update(properties);
        } catch (IOException | IllegalStateException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG,
                    Retry.LATER,
                    "the configuration " + NearStrategy.PID + " could not be written",
                    e);
        }
    }
}
