/** A network on this machine: one process per node, everything it needs in one folder. */
package org.port17.launcher.localnet;
