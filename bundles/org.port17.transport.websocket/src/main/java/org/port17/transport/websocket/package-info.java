/** Transport plugin: WebSocket (RFC 6455), plain ({@code ws}) and over TLS ({@code wss}). Exports nothing. */
package org.port17.transport.websocket;
