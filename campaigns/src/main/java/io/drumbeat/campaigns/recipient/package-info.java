/** The recipients of a campaign, and what is told of each. */
@NullMarked
package io.drumbeat.campaigns.recipient;

import org.jspecify.annotations.NullMarked;
