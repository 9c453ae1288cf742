/** Whom the user trusts. */
package org.port17.trust;
