/** What a campaign is asked to be: its spec, read from JSON and written as JSON. */
@NullMarked
package io.drumbeat.campaigns.spec;

import org.jspecify.annotations.NullMarked;
