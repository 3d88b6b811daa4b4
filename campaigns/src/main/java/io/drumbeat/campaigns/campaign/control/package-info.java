/** What people, and Drumbeat by itself, do to a campaign that is there: its status, its spec, who is in it. */
@NullMarked
package io.drumbeat.campaigns.campaign.control;

import org.jspecify.annotations.NullMarked;
