/** Tokens, roles and sessions. */
@NullMarked
package io.drumbeat.api.security;

import org.jspecify.annotations.NullMarked;
