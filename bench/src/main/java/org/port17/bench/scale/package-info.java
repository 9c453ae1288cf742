/** {@code ./port17 bench scale}: what many circuits cost a relay. */
package org.port17.bench.scale;
