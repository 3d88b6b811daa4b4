package io.drumbeat.campaigns.workbook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A number that is a date, a time, or both: days since a day that few remember, shown as ISO 8601 has it. */
final class ClockFormat extends NumberFormat {
    private static final BigDecimal SECONDS_A_DAY = BigDecimal.valueOf(86_400);
    private static final BigDecimal END = BigDecimal.valueOf(2_958_466); // the first day of the year 10000

    // Excel takes 1900 for a leap year: days after that 29 February are counted as if from a day earlier.
    private static final int NO_SUCH_DAY = 60;
    private static final LocalDate EPOCH = LocalDate.of(1899, 12, 30);
    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);

    private final boolean date;
    private final boolean time;
    private final boolean seconds;
    private final boolean elapsed;

    private ClockFormat(boolean date, boolean time, boolean seconds, boolean elapsed) {
        this.date = date;
        this.time = time;
        this.seconds = seconds;
        this.elapsed = elapsed;
    }

    /**
     * @param letters those of {@code d m y h s} that the format has
     * @param elapsed whether hours go on beyond 24
     */
    static ClockFormat of(String letters, boolean elapsed) {
        boolean seconds = letters.contains("s");
        boolean time = seconds || letters.contains("h");
        boolean date = letters.contains("d") || letters.contains("y") || !time;
        return new ClockFormat(date && !elapsed, time || elapsed, seconds, elapsed);
    }

    @Override
    String text(BigDecimal number, boolean from1904) {
        if (number.signum() < 0 || number.compareTo(END) >= 0) {
            return plain(number);
        }
        long second =
                number.multiply(SECONDS_A_DAY).setScale(0, RoundingMode.HALF_UP).longValueExact();
        if (elapsed) {
            String clock = String.format(Locale.ROOT, "%d:%02d", second / 3600, second / 60 % 60);
            return seconds ? clock + String.format(Locale.ROOT, ":%02d", second % 60) : clock;
        }
        long days = second / SECONDS_A_DAY.longValue();
        LocalDate epoch = from1904 ? EPOCH_1904 : EPOCH.plusDays(days < NO_SUCH_DAY ? 1 : 0);
        LocalDateTime moment = epoch.plusDays(days).atStartOfDay().plusSeconds(second % SECONDS_A_DAY.longValue());
        String pattern = (date ? "uuuu-MM-dd" : "") + (date && time ? " " : "") + (time ? "HH:mm" : "");
        return moment.format(DateTimeFormatter.ofPattern(seconds ? pattern + ":ss" : pattern, Locale.ROOT));
    }
}
