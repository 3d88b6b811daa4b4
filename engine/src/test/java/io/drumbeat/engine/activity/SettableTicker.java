package io.drumbeat.engine.activity;

import java.time.Duration;

/** Time that passes only when somebody sleeps, or is told to. */
final class SettableTicker implements Ticker {
    private Duration now = Duration.ZERO;

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    Duration now() {
        return now;
    }

    @Override
    public long nanos() {
        return now.toNanos();
    }

    @Override
    public void sleep(Duration duration) {
        pass(duration);
    }
}
