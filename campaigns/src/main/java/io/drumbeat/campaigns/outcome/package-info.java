/** What became of a send, and what follows from it for the recipient, the account and the campaign. */
@NullMarked
package io.drumbeat.campaigns.outcome;

import org.jspecify.annotations.NullMarked;
