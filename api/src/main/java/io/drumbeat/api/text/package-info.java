/** Text and JSON that people write in editors of any kind: read as what it was meant to be, or refused with the place. */
@NullMarked
package io.drumbeat.api.text;

import org.jspecify.annotations.NullMarked;
