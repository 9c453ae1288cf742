/** Private port of a client's core: what the user's rules say of an application and a destination. Not a plugin point. */
@Export
@Version("0.1.0")
package org.port17.spi.rule;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
