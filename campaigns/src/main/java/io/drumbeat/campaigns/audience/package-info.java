/** A posted file's rows to recipients, for an import and for a preview: header, rows, sums. */
@NullMarked
package io.drumbeat.campaigns.audience;

import org.jspecify.annotations.NullMarked;
