/** Deletes what nobody asks for any more. */
@NullMarked
package io.drumbeat.campaigns.trimming;

import org.jspecify.annotations.NullMarked;
