/** Meta's WhatsApp Cloud API. */
@NullMarked
package io.drumbeat.engine.gateway.cloud;

import org.jspecify.annotations.NullMarked;
