/** Tells campaigns' authors at their own address what became of their campaigns: signed, in order, until they have heard. */
@NullMarked
package io.drumbeat.engine.notice;

import org.jspecify.annotations.NullMarked;
