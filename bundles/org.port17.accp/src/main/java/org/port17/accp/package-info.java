/** Offers Amazon Corretto Crypto Provider as a service where its native library works. */
package org.port17.accp;
