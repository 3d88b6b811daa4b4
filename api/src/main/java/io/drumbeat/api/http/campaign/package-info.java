/** The calls on campaigns: posted, looked at first, changed, followed, listed with their recipients. */
@NullMarked
package io.drumbeat.api.http.campaign;

import org.jspecify.annotations.NullMarked;
