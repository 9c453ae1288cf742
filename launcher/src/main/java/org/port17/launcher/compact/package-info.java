/** What runs inside the one process of a compact network. Needs the JDK and the distribution: see CompactNet. */
package org.port17.launcher.compact;
