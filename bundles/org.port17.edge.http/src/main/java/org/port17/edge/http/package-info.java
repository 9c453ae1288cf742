/** An HTTP proxy for applications on this machine. */
package org.port17.edge.http;
