/**
 * Signed bytes of the network map and back: node records, prekey records, prekey sets, maps. Parsers are strict and bound
 * every length before they allocate; what they return has been verified.
 */
@Export
@Version("0.1.0")
package org.port17.netmap.format;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
