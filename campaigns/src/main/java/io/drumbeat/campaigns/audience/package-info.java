/** CSV and sheets to recipients: sniffing, headers, phones, placeholders, rejects. */
@NullMarked
package io.drumbeat.campaigns.audience;

import org.jspecify.annotations.NullMarked;
