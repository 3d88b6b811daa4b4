package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.pacing.Rest;
import io.drumbeat.campaigns.phone.HashedPerson;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** One transaction of a {@link TestSendStore} up to the send, under the locks of any begin. */
final class TestBeginning {

    /** How soon it looks again while another send has the slot: soon enough to be there before the next one. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** What its log says until it is over, and for good where a crash leaves it so. */
    private static final String BEGUN = "begun; whether it was sent is not known";

    private static final String KEEP = """
            update account set held_by = :test, held_since = case when held_by = :test then held_since else :now end,
                   lease_until = greatest(due_at, :now) + :graceMillis * interval '1 ms'
            where account_key = :account""";

    private static final String LET_GO = """
            update account set held_by = null, lease_until = null
            where account_key = (select account_key from sender where sender_id = :sender) and held_by = :test""";

    private static final String TAKE = """
            with taken as (
                select * from unnest(:dispatches, :starts) as t (dispatch_id, starts_at)),
            %s
            slot as (
                update account set capped_until = null, due_at = :dueAt, held_by = :test, held_since = :now,
                       lease_until = :lease, since_rest = :sinceRest, first_send_at = coalesce(first_send_at, :now)
                where account_key = :account),
            use as (
                insert into cap_use (account_key, minute, sends)
                select :account, date_trunc('minute', starts_at), 1 from taken
                on conflict (account_key, minute) do update set sends = cap_use.sends + excluded.sends)
            insert into campaign_log (campaign_id, at, actor, event, detail, command_key)
            values (:campaign, :now, :actor, 'test_sent', :detail, :key)""";

    private static final String OF_NO_PORTFOLIO = TAKE.formatted("");
    private static final String OF_A_PORTFOLIO = TAKE.formatted(Places.TAKE);

    private final Handle handle;
    private final TestSend test;
    private final MediaWay way;
    private final Means means;
    private final LaneView view;

    TestBeginning(Handle handle, TestSend test, Means means) {
        this.handle = handle;
        this.test = test;
        this.way = means.way();
        this.means = means;
        this.view = DispatchRows.locked(handle, test.lane());
    }

    static void letGo(Handle handle, TestSend test) {
        handle.createUpdate(LET_GO)
                .bind("sender", test.lane().sender())
                .bind("test", test.id())
                .execute();
    }

    TestTurn ask() {
        return objection().or(this::notYet).orElseGet(TestTurn.Ready::new);
    }

    TestTurn keep() {
        Optional<TestTurn> objection = objection();
        if (objection.isPresent()) {
            letGo(handle, test);
        } else if (!isOthers()) {
            writeKept();
        }
        return objection.or(this::notYet).orElseGet(TestTurn.Ready::new);
    }

    TestTurn begin() {
        return objection().or(this::notYet).orElseGet(this::take);
    }

    /** A pause of the campaign keeps nobody from trying it out; what concerns its sender, its media or the phone does. */
    private Optional<TestTurn> objection() {
        if (view.campaign().status().ended()) {
            return Optional.of(new TestTurn.Ended(view.campaign().status()));
        }
        return suppressed()
                .<TestTurn>map(TestTurn.Suppressed::new)
                .or(() -> view.refusalOfSender(means).map(TestBeginning::refused))
                .or(this::full);
    }

    private static TestTurn refused(Turn turn) {
        return turn instanceof Turn.Gated gated
                ? new TestTurn.Refused(gated.reason(), gated.delay())
                : new TestTurn.Unpublished();
    }

    private Optional<String> suppressed() {
        return handle.createQuery("""
                        select reason || ' (' || source || ')' from suppression where phone in (:person, %s) limit 1""".formatted(HashedPerson.sql(":person")))
                .bind("person", Person.key(test.phone()))
                .mapTo(String.class)
                .findOne();
    }

    private Optional<TestTurn> full() {
        DailyCap cap = new DailyCap(handle, view.account());
        if (cap.left() == 0) {
            return Optional.of(refused(Turn.Gated.capped(Duration.between(view.now(), cap.reached()))));
        }
        String portfolio = view.account().portfolio();
        if (portfolio == null) {
            return Optional.empty();
        }
        Places places = new Places(handle, portfolio);
        return places.lock() > 0 || places.hasOne(test.phone())
                ? Optional.empty()
                : Optional.of(refused(Turn.Gated.full(portfolio, places.untilOneIsFree())));
    }

    /** Only its account's own pace holds it up, and sends that are on there. */
    private Optional<TestTurn> notYet() {
        Instant due = view.account().slot().dueAt();
        if (isOthers() || view.room(way) == 0) {
            return Optional.of(new TestTurn.NotYet(LOOK_AGAIN));
        }
        if (due.isAfter(view.now())) {
            return Optional.of(new TestTurn.NotYet(Duration.between(view.now(), due)));
        }
        return view.carriesFile(way) && firstSend().mayBeOn()
                ? Optional.of(new TestTurn.NotYet(LaneView.A_FILE))
                : Optional.empty();
    }

    private boolean isOthers() {
        Slot slot = view.account().slot();
        return slot.isHeld(view.now()) && !test.id().equals(slot.heldBy());
    }

    private void writeKept() {
        handle.createUpdate(KEEP)
                .bind("account", account())
                .bind("test", test.id())
                .bind("now", view.now())
                .bind("graceMillis", Taking.GRACE.toMillis())
                .execute();
    }

    /** It holds the slot whatever the pacing, so that nothing else begins beside it: only its lease says after a crash when it has ended. */
    private TestTurn take() {
        Pacing pacing = view.account().pacing();
        Duration longest =
                view.carriesFile(way) ? firstSend().longest() : view.account().timeout();
        Duration lease = longest.plus(Taking.GRACE);
        int sinceRest = view.account().pace().sinceRest() + 1;
        Duration rests = Rest.due(pacing, sinceRest);
        boolean delays = pacing instanceof Pacing.Delay;
        Instant next = view.account().slot().dueAt();
        if (!delays) {
            Instant rested = view.now().plus(rests);
            Instant evenly =
                    Slots.of(pacing, null, next, Instant.EPOCH, view.now()).after(1);
            next = rested.isAfter(evenly) ? rested : evenly;
        }
        String portfolio = view.account().portfolio();
        Update take = portfolio == null
                ? handle.createUpdate(OF_NO_PORTFOLIO)
                : handle.createUpdate(OF_A_PORTFOLIO)
                        .bind("portfolio", portfolio)
                        .bindArray("people", String.class, List.of(Person.key(test.phone())));
        take.bindArray("dispatches", UUID.class, List.of(test.id()))
                .bindArray("starts", Instant.class, List.of(view.now()))
                .bind("test", test.id())
                .bind("account", account())
                .bind("now", view.now())
                .bind("dueAt", next)
                .bind(
                        "lease",
                        view.now()
                                .plus(
                                        delays
                                                ? lease.plus(Pauses.longest(pacing))
                                                        .plus(rests)
                                                : lease))
                .bind("sinceRest", delays || rests.isZero() ? sinceRest : 0)
                .bind("campaign", test.lane().campaign())
                .bind("actor", test.actor())
                .bind("detail", TestSend.told(test.lane(), test.phone()) + BEGUN)
                .bind("key", TestSend.key(test.id()))
                .execute();
        return new TestTurn.Begun(test.dispatch(
                account(), way == MediaWay.LINK ? null : view.account().reference()));
    }

    private FirstSend firstSend() {
        return new FirstSend(handle, test.lane(), account());
    }

    private AccountKey account() {
        return Objects.requireNonNull(view.account().key());
    }
}
