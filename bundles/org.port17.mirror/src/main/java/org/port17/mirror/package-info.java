/** A node hands out the network's map, so that authorities need not serve everybody. */
package org.port17.mirror;
