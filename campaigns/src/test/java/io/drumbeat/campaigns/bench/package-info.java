/** What the benchmarks of all modules share; they are mains beside the tests, and {@code bench/run} runs them. */
@NullMarked
package io.drumbeat.campaigns.bench;

import org.jspecify.annotations.NullMarked;
