/**
 * Values and errors every part of Port17 shares, and what an application may ask for ({@link org.port17.api.Tunnels}).
 * Depends on nothing.
 */
@Export
@Version("1.1.0")
package org.port17.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
