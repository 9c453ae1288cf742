/**
 * What the cipher suites have in common: key agreement, key schedule, double ratchet. A plain library that every suite
 * bundle packs privately; nobody imports it at run time. The bytes are specified in docs/protocol-suite.md.
 */
package org.port17.suite.kit;
