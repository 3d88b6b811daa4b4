package io.drumbeat.campaigns.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");
    private static final Duration FOUR = Duration.ofSeconds(4);
    private static final Pacing THREE_TO_FIVE = new Pacing.Delay(Duration.ofSeconds(3), Duration.ofSeconds(5));

    private static Share share(Duration interval, int campaigns, @Nullable DailyCap cap) {
        return new Share(NOW, interval, Duration.ZERO, List.of(), campaigns - 1, cap, null);
    }

    private static Duration until(long recipients, Share... shares) {
        return Duration.between(
                NOW,
                new Forecast(NOW, List.of(shares))
                        .end(ZonedRecipients.of(recipients, null))
                        .orElseThrow());
    }

    private static DailyCap cap(int sends, DailyCap.Use... used) {
        return new DailyCap(sends, List.of(used));
    }

    private static DailyCap.Use use(Duration ago, int sends) {
        return new DailyCap.Use(NOW.minus(ago), sends);
    }

    @Test
    void shouldTakeThePaceOfTheSenderAndTheLengthOfItsSends() {
        assertThat(Share.interval(THREE_TO_FIVE, Duration.ZERO)).isEqualTo(FOUR);
        assertThat(Share.interval(THREE_TO_FIVE, Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(6));
        assertThat(Share.interval(new Pacing.Rate(1000, 64), Duration.ofMillis(50)))
                .isEqualTo(Duration.ofMillis(1));
        assertThat(Share.interval(new Pacing.Rate(Double.POSITIVE_INFINITY, 10), Duration.ofMillis(50)))
                .isEqualTo(Duration.ofMillis(5));
        assertThat(until(10, share(FOUR, 1, null))).isEqualTo(Duration.ofSeconds(36));
    }

    @Test
    void shouldShareAmongSendersAndBetweenCampaigns() {
        assertThat(until(10, share(FOUR, 1, null), share(FOUR, 1, null))).isEqualTo(Duration.ofSeconds(16));
        assertThat(until(10, share(FOUR, 2, null))).isEqualTo(Duration.ofSeconds(76));
    }

    @Test
    void shouldKeepTheCampaignsOwnPaceWhereItIsTheSlower() {
        Share slow = new Share(NOW, FOUR, Duration.ofSeconds(20), List.of(), 1, null, null);

        assertThat(until(10, slow)).isCloseTo(Duration.ofMinutes(3), FOUR);
        assertThat(until(10, new Share(NOW, FOUR, FOUR, List.of(), 1, null, null)))
                .isEqualTo(Duration.ofSeconds(76));
    }

    @Test
    void shouldBeginWhenTheSlotIs() {
        Share later = new Share(NOW.plus(Duration.ofHours(1)), FOUR, Duration.ZERO, List.of(), 0, null, null);

        assertThat(until(1, later)).isEqualTo(Duration.ofHours(1));
        assertThat(until(10, later, share(Duration.ofMinutes(10), 1, null))).isEqualTo(Duration.ofSeconds(3608));
    }

    @Test
    void shouldNotEndWhereNobodyCanSend() {
        assertThat(new Forecast(NOW, List.of()).end(ZonedRecipients.of(1, null)))
                .isEmpty();
        assertThat(new Forecast(NOW, List.of()).end(ZonedRecipients.of(0, null)))
                .contains(NOW);
        assertThat(new Forecast(NOW, List.of(share(FOUR, 1, cap(0)))).end(ZonedRecipients.of(1, null)))
                .isEmpty();
    }

    /** "Within a minute" was said of ten recipients whose sender had sent its 40 of the day. */
    @Test
    void shouldWaitForTheCap() {
        Share reached = share(FOUR, 1, cap(40, use(Duration.ofHours(20), 30), use(Duration.ofHours(1), 10)));

        assertThat(until(1, reached)).isEqualTo(DailyCap.DAY.minusHours(20));
        assertThat(until(30, reached)).isEqualTo(DailyCap.DAY.minusHours(20).plus(FOUR.multipliedBy(29)));
        assertThat(until(31, reached)).isEqualTo(DailyCap.DAY.minusHours(1));
        assertThat(until(41, reached)).isEqualTo(DailyCap.DAY.multipliedBy(2).minusHours(20));
        assertThat(until(11, reached, share(FOUR, 1, null))).isEqualTo(FOUR.multipliedBy(10));
    }

    @Test
    void shouldTakeManyDaysUnderACap() {
        assertThat(until(1_000, share(FOUR, 1, cap(100))))
                .isEqualTo(DailyCap.DAY.multipliedBy(9).plus(FOUR.multipliedBy(99)));
        assertThat(until(1_000, share(FOUR, 2, cap(100)))).isGreaterThan(DailyCap.DAY.multipliedBy(19));
        assertThat(until(1_000, share(FOUR, 1, cap(1_000_000))))
                .as("a cap that is never reached")
                .isEqualTo(FOUR.multipliedBy(999));
    }

    @Test
    void shouldWaitLongerWhereTheCapWasLowered() {
        Share lowered = share(FOUR, 1, cap(10, use(Duration.ofHours(20), 30), use(Duration.ofHours(1), 10)));

        assertThat(until(1, lowered)).isEqualTo(DailyCap.DAY.minusHours(1));
    }

    /** From nine in the morning in London: twelve hours a day, and not a send in the others. */
    @Test
    void shouldRestAtNight() {
        QuietHours night = new QuietHours(LocalTime.of(21, 0), LocalTime.of(9, 0), ZoneId.of("Europe/London"));
        Duration quarter = Duration.ofMinutes(15);
        Share resting = new Share(NOW, quarter, Duration.ZERO, List.of(), 0, null, night);
        Forecast forecast = new Forecast(NOW, List.of(share(quarter, 1, null)));

        assertThat(until(48, resting)).isEqualTo(quarter.multipliedBy(47));
        assertThat(until(49, resting)).isEqualTo(Duration.ofHours(24));
        assertThat(forecast.end(ZonedRecipients.of(49, night))).contains(NOW.plus(Duration.ofHours(24)));
        assertThat(until(48 * 1_000 + 1, resting))
                .as("many at a time, into a summer")
                .isEqualTo(Duration.ofDays(1_000).minusHours(1));
    }

    @Test
    void shouldSendToThoseWhoAreAwake() {
        QuietHours night = new QuietHours(LocalTime.of(21, 0), LocalTime.of(9, 0), null);
        ZonedRecipients recipients = new ZonedRecipients(
                Map.of(Set.of(ZoneId.of("Europe/London")), 11L, Set.of(ZoneId.of("Pacific/Auckland")), 12L), night);
        Share hourly = share(Duration.ofHours(1), 1, null);

        assertThat(new Forecast(NOW, List.of(hourly)).end(recipients)).contains(NOW.plus(Duration.ofHours(22)));
    }

    @Test
    void shouldBeginAtItsTimeWhileOthersEnd() {
        Share shared = new Share(NOW, FOUR, Duration.ZERO, List.of(100L), 0, null, null);
        Instant begin = NOW.plus(Duration.ofHours(1));

        assertThat(new Forecast(NOW, begin, List.of(shared)).end(ZonedRecipients.of(10, null)))
                .contains(begin.plus(FOUR.multipliedBy(9)));
        assertThat(new Forecast(NOW, List.of(shared)).end(ZonedRecipients.of(10, null)))
                .contains(NOW.plus(FOUR.multipliedBy(19)));
        assertThat(new Forecast(NOW, List.of(shared)).end(ZonedRecipients.of(200, null)))
                .contains(NOW.plus(FOUR.multipliedBy(299)));
    }

    /** Those who do not end have their turns together; one by one they would take as long. */
    @Test
    void shouldEndAsIfEachOfTheOthersHadItsTurns() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            int others = 1 + random.nextInt(40);
            Duration interval = Duration.ofSeconds(1 + random.nextInt(60));
            Duration own = random.nextBoolean() ? Duration.ZERO : interval.multipliedBy(random.nextInt(60));
            DailyCap cap = random.nextBoolean() ? null : cap(20 + random.nextInt(200), use(Duration.ofHours(3), 19));
            QuietHours night = random.nextBoolean()
                    ? null
                    : new QuietHours(LocalTime.of(21, 0), LocalTime.of(9, 0), ZoneId.of("Europe/London"));
            Rest rest = random.nextBoolean() ? null : new Rest(1 + random.nextInt(50), Duration.ofMinutes(5));
            int recipients = 1 + random.nextInt(500);

            Duration together =
                    until(recipients, new Share(NOW, interval, own, List.of(), others, cap, night, rest, 0, null));
            Duration apart = until(
                    recipients,
                    new Share(
                            NOW,
                            interval,
                            own,
                            Collections.nCopies(others, Long.MAX_VALUE),
                            0,
                            cap,
                            night,
                            rest,
                            0,
                            null));

            // By caps and nights a send may slip into another day.
            assertThat(together)
                    .as("%s %s %s %s %s of %d among %d", interval, own, cap, night, rest, recipients, others)
                    .isCloseTo(apart, cap == null && night == null ? Duration.ZERO : apart.dividedBy(40));
        }
    }

    @Test
    void shouldWarmUp() {
        DailyCap fresh = new DailyCap(new WarmUp(List.of(10, 20)), 40, null, List.of());

        assertThat(until(10, share(FOUR, 1, fresh))).isEqualTo(FOUR.multipliedBy(9));
        assertThat(until(11, share(FOUR, 1, fresh))).isEqualTo(Duration.ofDays(1));
        assertThat(until(31, share(FOUR, 1, fresh))).isEqualTo(Duration.ofDays(2));
        assertThat(until(11, share(FOUR, 1, new DailyCap(new WarmUp(List.of(10)), null, null, List.of()))))
                .isEqualTo(Duration.ofDays(1));
    }

    private static Share of(String portfolio, int people, DailyCap.Use... used) {
        return new Share(
                NOW,
                FOUR,
                Duration.ZERO,
                List.of(),
                0,
                null,
                null,
                null,
                0,
                new SharedPlaces(portfolio, cap(people, used)));
    }

    /** Two thousand people a day, whichever of the numbers sends: the estimate once said that all went out on the first. */
    @Test
    void shouldShareTheDaysPeopleBetweenNumbersOfAPortfolio() {
        Share number = of("acme", 2_000);
        Estimate estimate = Estimate.of(
                new Forecast(NOW, List.of(number, number)), NOW, 2, ZonedRecipients.of(10_000, null), ZoneOffset.UTC);

        assertThat(estimate.byDay().values()).containsExactly(2_000L, 2_000L, 2_000L, 2_000L, 2_000L);
        assertThat(estimate.byShare())
                .extracting(Estimate.Part::sends)
                .allSatisfy(sends -> assertThat(sends).isBetween(4_500L, 5_500L));
        assertThat(until(10_000, number, of("other", 2_000))).isLessThan(Duration.ofDays(3));
    }

    @Test
    void shouldCountWhomThePortfolioHasSentTo() {
        Share used = of("acme", 100, use(Duration.ofHours(20), 60), use(Duration.ofHours(1), 40));

        assertThat(until(1, used, used)).isEqualTo(DailyCap.DAY.minusHours(20));
        assertThat(until(61, used, used)).isEqualTo(DailyCap.DAY.minusHours(1));
        assertThat(until(1, used, share(FOUR, 1, null))).isEqualTo(Duration.ZERO);
    }

    @Test
    void shouldRestAfterSoManySends() {
        Share resting = new Share(
                NOW, FOUR, Duration.ZERO, List.of(), 0, null, null, new Rest(10, Duration.ofMinutes(10)), 7, null);

        assertThat(until(3, resting)).isEqualTo(FOUR.multipliedBy(2));
        assertThat(until(4, resting)).isEqualTo(FOUR.multipliedBy(2).plusMinutes(10));
        assertThat(until(14, resting)).isEqualTo(FOUR.multipliedBy(11).plusMinutes(20));
    }

    /** Against the rule itself, send by send. */
    @Test
    void shouldEndWhenARollingDayLetsTheLastOneGo() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            Duration interval = Duration.ofSeconds(1 + random.nextInt(60));
            int cap = 5 + random.nextInt(100);
            List<DailyCap.Use> used = new ArrayList<>();
            int left = random.nextInt(cap + 1);
            while (left > 0) {
                int sends = 1 + random.nextInt(left);
                used.add(use(Duration.ofMinutes(1 + random.nextInt(1400)), sends));
                left -= sends;
            }
            used.sort(Comparator.comparing(DailyCap.Use::minute));
            int recipients = 1 + random.nextInt(400);

            // Batches that come free during one another are taken to go out side by side.
            assertThat(until(recipients, share(interval, 1, new DailyCap(cap, used))))
                    .as("%s recipients, every %s, cap %s, used %s", recipients, interval, cap, used)
                    .isCloseTo(sendBySend(recipients, interval, cap, used), interval.multipliedBy(cap));
        }
    }

    private static Duration sendBySend(int recipients, Duration interval, int cap, List<DailyCap.Use> used) {
        PriorityQueue<Instant> free = new PriorityQueue<>();
        used.forEach(use -> {
            for (int i = 0; i < use.sends(); i++) {
                free.add(use.minute().plus(DailyCap.DAY));
            }
        });
        while (free.size() < cap) {
            free.add(NOW);
        }
        Instant slot = NOW;
        Instant sent = NOW;
        for (int i = 0; i < recipients; i++) {
            Instant place = free.remove();
            sent = place.isAfter(slot) ? place : slot;
            slot = sent.plus(interval);
            free.add(sent.plus(DailyCap.DAY));
        }
        return Duration.between(NOW, sent);
    }
}
