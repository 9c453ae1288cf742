/** Measurements that need a running network and its console; {@code ./port17 bench} calls them. */
package org.port17.launcher.bench;
