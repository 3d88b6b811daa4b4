/** The senders that this process can reach: what senders.json says of each, and its vendor's gateway. */
@NullMarked
package io.drumbeat.engine.sender;

import org.jspecify.annotations.NullMarked;
