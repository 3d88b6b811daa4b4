/** Meta's WhatsApp Cloud API. */
@NullMarked
package io.drumbeat.engine.vendor.cloud;

import org.jspecify.annotations.NullMarked;
