/** Plays circuits against itself inside this process, so that the first real ones find everything compiled. */
@Export
@Version("0.1.0")
package org.port17.rehearsal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
