/** What is stored of people, told and erased: of a campaign that has ended, and of one person. */
@NullMarked
package io.drumbeat.campaigns.erasure;

import org.jspecify.annotations.NullMarked;
