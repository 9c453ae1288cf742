/** Swap point: one family of algorithms for links and onion layers, as a double ratchet. */
@Export
@Version("1.0.0")
package org.port17.spi.suite;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
