/** Whether a campaign can be sent as it is asked for: its spec, its senders and what their vendors take, its media. */
@NullMarked
package io.drumbeat.engine.admission;

import org.jspecify.annotations.NullMarked;
