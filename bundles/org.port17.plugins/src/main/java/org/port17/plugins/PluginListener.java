package org.port17.plugins;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** A user of plugins that must move off one before it goes. */
@ConsumerType
public interface PluginListener {
    /** The set or the order of a kind's plugins changed. */
    void changed(PluginKind kind);

    /**
     * A plugin is about to stop; its objects still work. Move running work to another plugin, or end it. The plugin
     * stops when the stage completes, or after the grace time.
     *
     * @param plugin the service object that goes
     */
    CompletionStage<Void> draining(PluginKind kind, String name, Object plugin);
}
