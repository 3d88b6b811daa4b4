/** What every vendor shares: a message, how it is sent, and what the reply means. */
@NullMarked
package io.drumbeat.engine.gateway;

import org.jspecify.annotations.NullMarked;
