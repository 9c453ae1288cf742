/** Emulated distances for networks on one machine. Exports nothing. */
package org.port17.delay;
