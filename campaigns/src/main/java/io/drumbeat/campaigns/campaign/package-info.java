/** What a campaign is: its spec, status and log, and where they are kept. */
@NullMarked
package io.drumbeat.campaigns.campaign;

import org.jspecify.annotations.NullMarked;
