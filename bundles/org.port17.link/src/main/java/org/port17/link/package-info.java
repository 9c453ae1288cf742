/** Connections to neighbours: records, scheduling, back-pressure, resumption. */
@Export
@Version("0.1.0")
package org.port17.link;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
