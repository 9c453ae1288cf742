/** Which names belong to one owner, by the public suffix list. */
@Export
@Version("0.1.0")
package org.port17.domains;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
