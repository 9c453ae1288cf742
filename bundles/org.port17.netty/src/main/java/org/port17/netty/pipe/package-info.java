/**
 * What every application port and exit socket does alike: open a port, relay bytes between a socket and a stream, batch
 * writes, end a socket cleanly or by reset. For Port17's own edges.
 */
@Export
@Version("0.1.0")
package org.port17.netty.pipe;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
