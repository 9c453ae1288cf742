/** Swap point: which nodes a circuit uses, as a pure function of the network's view. */
@Export
@Version("1.1.0")
package org.port17.spi.route;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
