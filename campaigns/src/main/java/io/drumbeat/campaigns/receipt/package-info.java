/** What vendors report of a message after they took it. */
@NullMarked
package io.drumbeat.campaigns.receipt;

import org.jspecify.annotations.NullMarked;
