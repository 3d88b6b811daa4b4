/** How campaigns come in: checked, created with their recipients in one transaction, edited while they are drafts. */
@NullMarked
package io.drumbeat.campaigns.campaign.posting;

import org.jspecify.annotations.NullMarked;
