/** SOCKS5 for applications on this machine. */
package org.port17.edge.socks;
