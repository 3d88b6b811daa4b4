/** The commands. */
@NullMarked
package io.drumbeat.api.cli;

import org.jspecify.annotations.NullMarked;
