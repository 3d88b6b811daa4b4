/** How vendors are called: connections, deadlines, and what their replies mean. */
@NullMarked
package io.drumbeat.engine.gateway.http;

import org.jspecify.annotations.NullMarked;
