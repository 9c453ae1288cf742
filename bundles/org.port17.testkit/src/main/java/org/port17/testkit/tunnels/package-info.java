/** Streams without a network, for tests of edges. */
@Export
@Version("0.1.0")
package org.port17.testkit.tunnels;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
