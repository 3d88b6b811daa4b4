/** Whose a number is, in whatever form it is written. */
@NullMarked
package io.drumbeat.campaigns.phone;

import org.jspecify.annotations.NullMarked;
