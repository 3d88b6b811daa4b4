/** What each call is made of: route, access, parameters, uploads, answers, problems. */
@NullMarked
package io.drumbeat.api.http.exchange;

import org.jspecify.annotations.NullMarked;
