/** Excel workbooks (.xlsx), read as rows of text, whatever they try to do to their reader. */
@NullMarked
package io.drumbeat.campaigns.workbook;

import org.jspecify.annotations.NullMarked;
