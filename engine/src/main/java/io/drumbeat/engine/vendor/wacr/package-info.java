/** WA.cr. */
@NullMarked
package io.drumbeat.engine.vendor.wacr;

import org.jspecify.annotations.NullMarked;
