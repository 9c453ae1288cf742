/** Private port of a node's core: where addresses and destinations stand. Not a plugin point. */
@Export
@Version("0.1.0")
package org.port17.spi.place;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
