/** How maps, records and prekeys travel to and from an authority: HTTP with bounded bodies and deadlines. */
@Export
@Version("0.1.0")
package org.port17.netmap.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
