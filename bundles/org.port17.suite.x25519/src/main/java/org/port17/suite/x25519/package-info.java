/** The suite without a post-quantum part. */
package org.port17.suite.x25519;
