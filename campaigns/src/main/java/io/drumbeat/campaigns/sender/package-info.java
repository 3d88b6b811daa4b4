/** A number or account that messages leave from, as senders.json describes it. */
@NullMarked
package io.drumbeat.campaigns.sender;

import org.jspecify.annotations.NullMarked;
