/** Keeps servers of our own running. */
@NullMarked
package io.drumbeat.campaigns.supervision;

import org.jspecify.annotations.NullMarked;
