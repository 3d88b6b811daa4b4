/** The vendors that there are, each in a room of its own that no other knows. */
@NullMarked
package io.drumbeat.engine.vendor;

import org.jspecify.annotations.NullMarked;
