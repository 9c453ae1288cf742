/** One verified, immutable view of the network, and how it is kept current. */
@Export
@Version("0.1.0")
package org.port17.netmap;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
