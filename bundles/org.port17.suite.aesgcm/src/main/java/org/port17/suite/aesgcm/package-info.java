/** The default cipher suite. */
package org.port17.suite.aesgcm;
