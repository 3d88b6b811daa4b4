/** The page's static files. */
@NullMarked
package io.drumbeat.api.web;

import org.jspecify.annotations.NullMarked;
