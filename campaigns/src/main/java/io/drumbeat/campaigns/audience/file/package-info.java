/** A posted file as records of text: its encoding, its delimiter, its sheets; and files of ours written. */
@NullMarked
package io.drumbeat.campaigns.audience.file;

import org.jspecify.annotations.NullMarked;
