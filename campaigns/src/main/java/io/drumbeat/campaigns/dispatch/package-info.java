/** Begin and finish: tape, journal, due rows and the lanes' counters. */
@NullMarked
package io.drumbeat.campaigns.dispatch;

import org.jspecify.annotations.NullMarked;
