/** Files that only this user may read, written whole or not at all. */
@Export
@Version("0.1.0")
package org.port17.netmap.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
