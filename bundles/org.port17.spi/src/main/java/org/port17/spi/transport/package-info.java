/** Swap point: how bytes reach a neighbour. Ordered, reliable byte pipes; what they carry is opaque to them. */
@Export
@Version("1.0.0")
package org.port17.spi.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
