/** What the workflows call: prepare, publish, dispatch, settle. */
@NullMarked
package io.drumbeat.engine.activity;

import org.jspecify.annotations.NullMarked;
