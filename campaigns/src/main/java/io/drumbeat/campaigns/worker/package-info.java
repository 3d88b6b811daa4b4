/** Who carries campaigns out: the processes that work at this moment. */
@NullMarked
package io.drumbeat.campaigns.worker;

import org.jspecify.annotations.NullMarked;
