package org.port17.plugins.registry;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.service.cm.ConfigurationAdmin;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/** Writes one key of this component's configuration back to where the operator keeps it. */
record Store(ConfigurationAdmin admin) {
    static final String PID = "org.port17.plugins";

    /**
     * Changes one key and leaves the others. The platform's file watcher writes it to the .cfg file it came from.
     *
     * @throws Port17Exception CONFIG if it could not be written; nothing has changed then
     */
    void write(String key, String value) throws Port17Exception {
        try {
            var configuration = admin.getConfiguration(PID, "?");
            Dictionary<String, Object> properties = configuration.getProperties();
            if (properties == null) {
                properties = new Hashtable<>();
            }
            properties.put(key, value);
            configuration.update(properties);
        } catch (IOException | IllegalStateException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.LATER, "the configuration " + PID + " could not be written", e);
        }
    }
}
