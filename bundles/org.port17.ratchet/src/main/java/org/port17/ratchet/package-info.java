/** The double ratchet of every link and every hop: strings the epochs that suites give together, across suites too. Pure: no clock, no threads, no IO. */
@Export
@Version("0.1.0")
package org.port17.ratchet;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
