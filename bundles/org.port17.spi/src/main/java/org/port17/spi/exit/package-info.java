/** Swap point: whether and how gladly a node serves as exit for a destination, as a pure function. */
@Export
@Version("1.0.0")
package org.port17.spi.exit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
