package io.drumbeat.campaigns.trimming;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.CapMinutes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cap's minutes become hours, and it stays as exact as it was (docs/protocol.md#rolling-cap). */
class CapHoursTest {

    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Duration FIRST = Duration.ofHours(30).plusMinutes(2);
    private static final Duration SECOND = FIRST.plusMinutes(10);
    private static final Duration LATER = Duration.ofHours(33);
    private static final Duration DAY = Duration.ofHours(24).plusMinutes(1);

    @AutoClose
    private final Installation installation = new Installation();

    private final Random random = new Random(11);
    private Duration now = FIRST;

    @BeforeEach
    void startTheClock() {
        at(FIRST);
    }

    private void at(Duration time) {
        now = time;
        installation.database.freezeClock(time);
    }

    private LaneId lane(int cap) {
        installation.sender("a", Installation.NO_DELAY, cap);
        return installation.lane(installation.campaign(20, "a"), "a");
    }

    /** Whatever trimming has to do at this time, by a process that has done nothing yet. */
    private void trim() {
        Trimming trimming = new Trimming(installation.database.database());
        Trimmed.TABLES.forEach(each -> trimming.step());
    }

    private long rows() {
        return installation.count("select count(*) from cap_use");
    }

    private long used() {
        return installation.senders.list().get(0).capUse().used();
    }

    private void assertThatItIsCappedFor(LaneId lane, Duration wait) {
        assertThat(installation.begin(lane))
                .isInstanceOfSatisfying(
                        Turn.Gated.class, gated -> assertThat(gated.delay()).isEqualTo(wait));
    }

    private Instant time() {
        return installation.one("select clock_now()", Instant.class);
    }

    @Test
    void shouldFreeEachPlaceInItsOwnMinuteWhenTheHourIsOneRow() {
        LaneId lane = lane(2);
        installation.send(lane, SENT);
        at(SECOND);
        installation.send(lane, SENT);
        at(LATER);
        trim();
        assertThat(rows()).isEqualTo(1);

        assertThatItIsCappedFor(lane, FIRST.plus(DAY).minus(now));
        assertThat(used()).isEqualTo(2);

        at(FIRST.plus(DAY));
        assertThat(used()).isEqualTo(1);
        installation.send(lane, SENT);
        assertThatItIsCappedFor(lane, SECOND.minus(FIRST));

        at(SECOND.plus(DAY));
        installation.send(lane, SENT);
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);
    }

    @Test
    void shouldGiveThePlaceBackOfASendThatWasNoneWhenItsHourIsOneRow() {
        LaneId lane = lane(2);
        installation.send(lane, SENT);
        at(SECOND);
        Dispatch dispatch = installation.taken(lane);
        at(LATER);
        trim();
        assertThat(rows()).isEqualTo(1);

        installation.finish(dispatch, new Outcome.GivenBack("too late"));

        assertThat(installation.count("select sum(sends) from cap_use")).isEqualTo(1);
        at(FIRST.plus(DAY));
        installation.send(lane, SENT);
        installation.send(lane, SENT);
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);
    }

    /** Two days of random sends of three numbers, against a list of them. */
    @Test
    void shouldCountAsAListOfMinutesDoes() {
        List<SortedMap<Instant, Integer>> lists = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (int round = 0; round < 60; round++) {
            at(now.plusMinutes(1 + random.nextInt(90)).plusSeconds(random.nextInt(60)));
            for (int i = random.nextInt(20); i > 0; i--) {
                int account = random.nextInt(lists.size());
                int sends = 1 + random.nextInt(4);
                // Now and then by a clock that was behind: its hour is a row already.
                Instant minute = time().truncatedTo(ChronoUnit.MINUTES)
                        .minus(Duration.ofMinutes(random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(5)));
                count("account " + account, minute, sends);
                lists.get(account).merge(minute, sends, Integer::sum);
            }
            if (random.nextBoolean()) {
                trim();
            }
            for (int account = 0; account < lists.size(); account++) {
                compare("account " + account, lists.get(account));
            }
        }
        assertThat(rows()).isLessThan(3 * 30 + 100);
    }

    private void count(String account, Instant minute, int sends) {
        installation.database.database().jdbi().useHandle(handle -> handle.execute("""
                insert into cap_use (account_key, minute, sends) values (?, ?, ?)
                on conflict (account_key, minute) do update set sends = cap_use.sends + excluded.sends""", account, minute, sends));
    }

    private void compare(String account, SortedMap<Instant, Integer> list) {
        Instant since = time().minusSeconds(random.nextInt(24 * 3600));
        Map<Instant, Integer> some = list.tailMap(since.plusNanos(1));
        String from = "'" + since + "'::timestamptz";
        assertThat(installation.count(
                        "select coalesce(sum(%s), 0) from cap_use u where account_key = ? and minute > %s"
                                .formatted(CapMinutes.sends(from), from),
                        account))
                .isEqualTo(some.values().stream().mapToLong(Integer::longValue).sum());
        assertThat(parts(1, account, from)).isEqualTo(some);
        Map<Instant, Integer> byTenMinutes = new TreeMap<>();
        some.forEach((minute, sends) -> byTenMinutes.merge(tenMinutes(minute), sends, Integer::sum));
        assertThat(parts(10, account, from)).isEqualTo(byTenMinutes);
    }

    private Map<Instant, Integer> parts(int minutes, String account, String since) {
        Map<Instant, Integer> parts = new TreeMap<>();
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.createQuery("""
                        select p.minute, p.sends from cap_use u cross join lateral (%s) p
                        where u.account_key = :account and u.minute > %s""".formatted(CapMinutes.parts(minutes, since), since))
                        .bind("account", account)
                        .map((row, context) -> {
                            Instant minute = Times.read(row, "minute");
                            return parts.merge(
                                    minutes == 1 ? minute : tenMinutes(minute), row.getInt("sends"), Integer::sum);
                        })
                        .list());
        return parts;
    }

    private static Instant tenMinutes(Instant minute) {
        return Instant.ofEpochSecond(minute.getEpochSecond() / 600 * 600);
    }
}
