/**
 * Route choice over arrays: the node table of one map, levels as numbers, the bounded exit field, middles, guards and the
 * rules of routes. A plain library that a route strategy packs privately, and the simulator uses as it is. Pure: no clock, no
 * thread, no file, no service; times and random numbers are handed in.
 */
package org.port17.route.kit;
