/** Transport plugin: TCP. Exports nothing; its {@link org.port17.spi.transport.Transport} service is all there is. */
package org.port17.transport.tcp;
