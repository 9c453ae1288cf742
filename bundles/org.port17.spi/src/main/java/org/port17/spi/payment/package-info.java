/** Swap point: how traffic is paid. No identity type can be imported here. */
@Export
@Version("1.0.0")
package org.port17.spi.payment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
