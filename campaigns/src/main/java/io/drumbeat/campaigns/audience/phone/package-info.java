/** Cells to phone numbers, and which region a file's numbers are of. */
@NullMarked
package io.drumbeat.campaigns.audience.phone;

import org.jspecify.annotations.NullMarked;
