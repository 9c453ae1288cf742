package org.port17.spi.route;

import org.osgi.annotation.versioning.ConsumerType;
import org.port17.api.Port17Exception;

/** Changes the general security level for good. A service of a strategy with levels. From any thread but the loop. */
@ConsumerType
public interface LevelSetting {
    /** The name of the strategy whose level it sets. */
    String strategy();

    /**
     * New streams have at least this level; running ones stay as they are.
     *
     * @throws Port17Exception BAD_INPUT if there is no such level, CONFIG if the configuration could not be written; nothing has
     *     changed then
     */
    void set(int level) throws Port17Exception;
}
