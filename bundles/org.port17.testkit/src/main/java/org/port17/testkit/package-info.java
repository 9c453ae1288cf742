/** Contract tests for the swap points, and the tools they and the core's own tests stand on. Needs no OSGi. */
@Export
@Version("0.1.0")
package org.port17.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
