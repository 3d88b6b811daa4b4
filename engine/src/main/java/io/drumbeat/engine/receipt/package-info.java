/** Vendors' callbacks: delivery receipts, and what people say about being written to. */
@NullMarked
package io.drumbeat.engine.receipt;

import org.jspecify.annotations.NullMarked;
