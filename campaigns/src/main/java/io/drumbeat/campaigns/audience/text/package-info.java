/** Texts with placeholders, and the columns that they are filled from. */
@NullMarked
package io.drumbeat.campaigns.audience.text;

import org.jspecify.annotations.NullMarked;
