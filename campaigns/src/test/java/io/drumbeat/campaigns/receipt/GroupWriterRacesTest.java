package io.drumbeat.campaigns.receipt;

import static io.drumbeat.campaigns.Races.require;

import io.drumbeat.campaigns.Races;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a vendor is told that we have is written. */
class GroupWriterRacesTest {

    @Test
    void shouldHaveWrittenWhatItReturnsFor() {
        Races.inOrders(100, () -> {
            int[] written = new int[3];
            GroupWriter<Integer> groups = new GroupWriter<>(items -> items.forEach(item -> written[item]++));
            Races.together(
                    () -> write(0, groups, written), () -> write(1, groups, written), () -> write(2, groups, written));
        });
    }

    private static void write(int item, GroupWriter<Integer> groups, int[] written) {
        groups.write(List.of(item));
        require(written[item] == 1, "it is written, once");
    }
}
