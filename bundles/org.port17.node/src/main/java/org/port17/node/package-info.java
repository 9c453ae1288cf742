/** What this node is: identity key, signed record, prekeys. */
@Export
@Version("0.1.0")
package org.port17.node;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
