/** Routes, problem details, server-sent events, OpenAPI. */
@NullMarked
package io.drumbeat.api.http;

import org.jspecify.annotations.NullMarked;
