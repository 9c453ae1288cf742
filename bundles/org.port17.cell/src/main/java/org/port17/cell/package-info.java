/**
 * Cells to bytes and back: sizes, classes, buffers, the frames inside a cell, flow-control arithmetic. Pure: no clock,
 * no threads, no cryptography.
 */
@Export
@Version("0.1.0")
package org.port17.cell;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
