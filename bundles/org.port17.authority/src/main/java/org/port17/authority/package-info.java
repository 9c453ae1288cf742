/** Signs the network map for a local network and serves it. */
package org.port17.authority;
