/** Wraps and peels onion layers and builds circuits in one pass, given ratchets. Pure: no clock, no threads, no IO. */
@Export
@Version("0.1.0")
package org.port17.onion;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
