/** The command line: options, progress lines, failures that say what to do. */
package org.port17.launcher.cli;
