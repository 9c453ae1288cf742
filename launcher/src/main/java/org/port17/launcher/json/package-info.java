/** JSON as far as the launcher needs it: values of {@code java.util} and {@code java.lang}, in and out. */
package org.port17.launcher.json;
