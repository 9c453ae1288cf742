/** Private port of a node's core: proof that a node answers at an address. Not a plugin point. */
@Export
@Version("0.1.0")
package org.port17.spi.proof;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
