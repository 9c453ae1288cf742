/** Private port of a client's core: whom the user trusts beside the network's own list. Not a plugin point. */
@Export
@Version("0.1.0")
package org.port17.spi.trust;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
