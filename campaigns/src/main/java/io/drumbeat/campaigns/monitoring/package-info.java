/** How an installation does, in figures. */
@NullMarked
package io.drumbeat.campaigns.monitoring;

import org.jspecify.annotations.NullMarked;
