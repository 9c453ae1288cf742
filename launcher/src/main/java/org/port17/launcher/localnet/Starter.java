package org.port17.launcher.localnet;

import java.io.IOException;

/** Starts the process of an instance. */
interface Starter {
    ProcessRef start(Instance instance) throws IOException, InterruptedException;

    /** Whether an instance that hangs can be started once more without harm to the others. */
    boolean again();
}
