/** Pauses, rates, back-off: arithmetic with the time passed in. */
@NullMarked
package io.drumbeat.campaigns.pacing;

import org.jspecify.annotations.NullMarked;
