/** Cells to bytes and back: sizes, classes, frames inside cells, buffers. Pure. */
@Export
@Version("0.1.0")
package org.port17.cell;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
