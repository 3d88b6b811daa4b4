/** What is measured, and how it is called for Prometheus (docs/metrics.md). */
@NullMarked
package io.drumbeat.engine.metrics;

import org.jspecify.annotations.NullMarked;
