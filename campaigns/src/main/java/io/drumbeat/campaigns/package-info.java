/** What a campaign is, and where it is kept: no Temporal, no HTTP. */
@NullMarked
package io.drumbeat.campaigns;

import org.jspecify.annotations.NullMarked;
