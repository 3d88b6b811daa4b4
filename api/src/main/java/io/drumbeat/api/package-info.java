/** Who may ask for a campaign: HTTP, page, configuration, command line. */
@NullMarked
package io.drumbeat.api;

import org.jspecify.annotations.NullMarked;
