/** What a vendor has to offer to be one that senders can name. */
@NullMarked
package io.drumbeat.engine.gateway.type;

import org.jspecify.annotations.NullMarked;
