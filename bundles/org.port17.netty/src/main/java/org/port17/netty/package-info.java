/** The node's one event loop and Netty base classes. */
@Export
@Version("0.1.0")
package org.port17.netty;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
