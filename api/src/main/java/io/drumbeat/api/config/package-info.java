/** AppConfig and senders.json. */
@NullMarked
package io.drumbeat.api.config;

import org.jspecify.annotations.NullMarked;
