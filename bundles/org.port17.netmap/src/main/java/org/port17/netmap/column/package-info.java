/** The whole network in columns: what everybody knows of every node, in at most 28 bytes a node. */
@Export
@Version("0.1.0")
package org.port17.netmap.column;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
