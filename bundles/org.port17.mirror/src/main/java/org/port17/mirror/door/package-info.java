/** Hands out maps, records and prekeys over HTTP, piece by piece. An authority's door and a node's are made of it. */
@Export
@Version("0.1.0")
package org.port17.mirror.door;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
