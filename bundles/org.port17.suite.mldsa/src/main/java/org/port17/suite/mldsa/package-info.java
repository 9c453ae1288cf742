/** The suite whose prekeys are signed twice. */
package org.port17.suite.mldsa;
