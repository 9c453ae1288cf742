/** Outgoing connections of an exit. */
package org.port17.edge.dialer;
