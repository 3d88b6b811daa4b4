package io.drumbeat.api.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1, bytes 0-0/100",
        "bytes=0-99, 0, 100, bytes 0-99/100",
        "bytes=10-19, 10, 10, bytes 10-19/100",
        "bytes=10-, 10, 90, bytes 10-99/100",
        "bytes=10-1000, 10, 90, bytes 10-99/100",
        "bytes=-1, 99, 1, bytes 99-99/100",
        "bytes=-1000, 0, 100, bytes 0-99/100",
        "bytes=99-, 99, 1, bytes 99-99/100",
        "bytes=100-, 100, 0, bytes */100",
        "bytes=100-100, 100, 0, bytes */100",
        "bytes=999999999999999999-, 999999999999999999, 0, bytes */100",
        "bytes=-0, 100, 0, bytes */100",
    })
    void shouldReadOneRange(String header, long first, long length, String contentRange) {
        Optional<ByteRange> range = ByteRange.of(header, 100);

        assertThat(range).contains(new ByteRange(first, length));
        assertThat(range.orElseThrow().of(100)).isEqualTo(contentRange);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=1",
                "bytes=9-1",
                "bytes=a-b",
                "bytes=0-1,3-4",
                "bytes=--1",
                "items=0-1",
                "bytes=9999999999999999999-"
            })
    void shouldIgnoreWhatIsNoSingleRange(String header) {
        assertThat(ByteRange.of(header, 100)).isEmpty();
    }

    @Test
    void shouldStayWithinTheContentWhateverIsAskedFor() {
        Random random = new Random(3);
        for (int round = 0; round < 10_000; round++) {
            long size = random.nextInt(50);
            String first = random.nextBoolean() ? "" : String.valueOf(random.nextInt(60));
            String last = random.nextBoolean() ? "" : String.valueOf(random.nextInt(60));
            ByteRange.of("bytes=" + first + "-" + last, size)
                    .filter(range -> range.length() > 0)
                    .ifPresent(range -> {
                        assertThat(range.first()).isBetween(0L, size - 1);
                        assertThat(range.length()).isBetween(1L, size - range.first());
                    });
        }
    }
}
