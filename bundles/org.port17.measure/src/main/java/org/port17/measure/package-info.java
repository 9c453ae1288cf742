/** Measures what nodes carry, for authorities. */
package org.port17.measure;
