/** Wires inside one process, with hooks to delay, cut, watch and alter them. For tests. */
@Export
@Version("0.1.0")
package org.port17.transport.memory;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
