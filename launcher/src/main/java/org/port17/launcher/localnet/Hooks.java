package org.port17.launcher.localnet;

import java.util.concurrent.atomic.AtomicBoolean;

/** What happens when the user ends the launcher (Ctrl-C, SIGTERM), for as long as it is wanted. */
public final class Hooks {
    private static final AtomicBoolean ENDING = new AtomicBoolean();

    private Hooks() {}

    /** Runs {@code work} when the JVM is asked to end, until it is taken back with {@link #remove}. */
    public static Thread add(Runnable work) {
        Thread hook = new Thread(() -> {
            ENDING.set(true);
            work.run();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    /** Whether the user has ended the launcher: what fails from now on fails because of that. */
    public static boolean ending() {
        return ENDING.get();
    }

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
