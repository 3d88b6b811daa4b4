/** Which Drumbeat this is. */
@NullMarked
package io.drumbeat.engine.build;

import org.jspecify.annotations.NullMarked;
