/** Snapshots for operators: what runs now, as values. Never logged, since they may name destinations. */
@Export
@Version("0.1.0")
package org.port17.api.view;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
