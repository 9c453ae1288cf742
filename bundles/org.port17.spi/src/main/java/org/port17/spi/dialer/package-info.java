/** Private port of a node's core: outgoing exit connections. Not a plugin point. */
@Export
@Version("0.1.0")
package org.port17.spi.dialer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
