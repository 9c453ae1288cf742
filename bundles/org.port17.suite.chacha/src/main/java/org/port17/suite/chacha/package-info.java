/** The cipher suite for processors without AES instructions. */
package org.port17.suite.chacha;
