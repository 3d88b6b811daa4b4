/** What a campaign is: its status, lanes and log, and where they are kept. */
@NullMarked
package io.drumbeat.campaigns.campaign;

import org.jspecify.annotations.NullMarked;
