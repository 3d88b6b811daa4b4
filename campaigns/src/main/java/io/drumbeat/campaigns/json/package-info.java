/** JSON objects as people and programs write them: read field by field, with everything that is wrong with them. */
@NullMarked
package io.drumbeat.campaigns.json;

import org.jspecify.annotations.NullMarked;
