/** Knows which plugins are present; starts, drains, retires them. */
@Export
@Version("0.1.0")
package org.port17.plugins;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
