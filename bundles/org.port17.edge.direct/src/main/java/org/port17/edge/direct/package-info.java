/** A client's connections past the network. */
package org.port17.edge.direct;
