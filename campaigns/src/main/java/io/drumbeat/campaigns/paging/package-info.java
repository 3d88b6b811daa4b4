/** Long lists, page by page. */
@NullMarked
package io.drumbeat.campaigns.paging;

import org.jspecify.annotations.NullMarked;
