/** What campaigns' authors are to be told at an address of theirs, until they have heard it. */
@NullMarked
package io.drumbeat.campaigns.notice;

import org.jspecify.annotations.NullMarked;
