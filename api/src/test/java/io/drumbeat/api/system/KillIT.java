package io.drumbeat.api.system;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9, again and again: nobody is lost, nobody is sent to twice. */
class KillIT {

    @TempDir
    private Path folder;

    @Test
    void shouldLoseAndDoubleNobodyWhenKilledTenTimes() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(40))) {
            new Kills(folder, vendor).kill(10, vendor.oneOfEach(0, 0.02), Vendor.spec("c1", "w1"), 400, 2);
        }
    }

    @Test
    void shouldLeaveNoMoreUnconfirmedThanWereOnWhenKilledInTheMiddleOfManySends() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(40))) {
            new Kills(folder, vendor).kill(5, vendor.rate(300, 32), Vendor.spec("bulk"), 3_000, 32);
        }
    }
}
