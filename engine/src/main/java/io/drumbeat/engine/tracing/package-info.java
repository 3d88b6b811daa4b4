/** What is done, told to OpenTelemetry where somebody asks for it: wrappers around what does it. */
@NullMarked
package io.drumbeat.engine.tracing;

import org.jspecify.annotations.NullMarked;
