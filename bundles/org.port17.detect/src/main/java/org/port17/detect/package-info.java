/** Is what a client says encrypted? */
@Export
@Version("0.1.0")
package org.port17.detect;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
