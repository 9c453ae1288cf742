package org.port17.plugins;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** A user of plugins that must move off one before it goes. */
@ConsumerType
public interface PluginListener {
    /** The set or the order of a kind's plugins changed; {@link Plugins} answers accordingly already. */
    void changed(PluginKind kind);

    /**
     * Running work must leave a plugin; its objects still work. Move the work to another plugin.
     *
     * <p>If {@link Plugins} offers the plugin no longer (it is about to stop, or configuration forbids it), end what
     * cannot be moved: a plugin that stops does so when the stage completes, or after the grace time. If {@link
     * Plugins} still offers it (another transport became the preferred one), leave what cannot be moved where it is
     * and complete the stage. Called after {@link #changed}, on any thread, the loop included; must not block.
     *
     * @param plugin the service object to leave; keep no reference to it once the stage is complete
     */
    CompletionStage<Void> draining(PluginKind kind, String name, Object plugin);
}
