/** Private port of a node's core: how much a node carries. Not a plugin point. */
@Export
@Version("0.1.0")
package org.port17.spi.measure;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
