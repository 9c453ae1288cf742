/** The demo: an origin, a download through the network, and the proof of the way it took. */
package org.port17.launcher.demo;
