/** A small world on one machine: who stands where, and the places file that says so to the product. */
package org.port17.launcher.world;
