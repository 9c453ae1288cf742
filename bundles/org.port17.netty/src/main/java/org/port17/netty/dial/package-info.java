/**
 * TCP connections to destinations: names are resolved off the loop, each address is judged, and the address that was judged
 * is the one dialled. For Port17's own edges, which say what is permitted.
 */
@Export
@Version("0.1.0")
package org.port17.netty.dial;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
