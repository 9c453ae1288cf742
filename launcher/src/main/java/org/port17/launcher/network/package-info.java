/** Founding a network, joining one, and the papers that takes: network file, owner certificates, trust list. */
package org.port17.launcher.network;
