package org.port17.launcher.localnet;

/** Shutdown hooks that are wanted for a while only. */
public final class Hooks {
    private Hooks() {}

    /** Takes the hook back, unless the JVM is ending already and runs it now. */
    public static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way out: the hook does the work that was to be spared.
            return;
        }
    }
}
