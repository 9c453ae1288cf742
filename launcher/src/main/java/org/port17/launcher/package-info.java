/** What {@code ./port17} runs once everything is built: one class per command, each ends in an exit code. */
package org.port17.launcher;
