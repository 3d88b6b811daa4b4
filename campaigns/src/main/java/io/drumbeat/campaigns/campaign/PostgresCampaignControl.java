package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.database.HeldUp;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link CampaignControl} on PostgreSQL. */
final class PostgresCampaignControl implements CampaignControl {

    /** Begun longer ago, a send has either left or was given back: {@code DispatchStore}'s callers keep to that. */
    private static final String BEGUN_JUST_NOW = "begun_at > clock_now() - interval '2 s'";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCampaignControl.class);

    /** The same by our own clock, from when the gate was shut. */
    private static final Duration LAST_SENDS = Duration.ofSeconds(2);

    private static final long POLL_MILLIS = 10;

    private static final String LANES = """
            from lane l left join sender s using (sender_id) left join account a using (account_key)
            where l.campaign_id = c.campaign_id""";

    private static final String SOME_LANE_CAN_SEND =
            "exists (select %s and %s is null)".formatted(LANES, Blocked.REASON);

    private final Database database;
    private final GateQueue queue = new GateQueue();
    private volatile Consumer<CampaignId> listener = nobody -> {};

    PostgresCampaignControl(Database database) {
        this.database = database;
    }

    @Override
    public Result apply(
            CampaignId id, Command command, String actor, @Nullable String reason, @Nullable String commandKey) {
        Result result = behindGate(id, handle -> {
            Optional<CampaignStatus> status = status(handle, id);
            if (status.isEmpty()) {
                return new Unknown();
            }
            if (commandKey != null && wasSeen(handle, id, commandKey)) {
                return new Applied(status.get(), false);
            }
            CampaignStatus now = startsNow(handle, id) ? CampaignStatus.RUNNING : status.get();
            return carryOut(handle, id, now, command, actor, reason, commandKey);
        });
        if (result instanceof Applied && (command == Command.PAUSE || command == Command.CANCEL)) {
            awaitBegunSends(id);
        }
        return result;
    }

    /** Every change of a campaign's status, and what is decided by it. */
    private <T> T behindGate(CampaignId id, Function<Handle, T> work) {
        return queue.alone(
                id,
                () -> database.transact(handle -> {
                    Gate.exclusive(handle, id);
                    return work.apply(handle);
                }));
    }

    private static Result carryOut(
            Handle handle,
            CampaignId id,
            CampaignStatus status,
            Command command,
            String actor,
            @Nullable String reason,
            @Nullable String commandKey) {
        CampaignStatus asked = asked(handle, id, status, command);
        if (status == asked) {
            if (command == Command.PAUSE && isNowAPersonsPause(handle, id)) {
                log(handle, id, actor, event(command), reason, commandKey);
            } else if (commandKey != null) {
                log(handle, id, actor, event(command), "it was " + status.text() + " already", commandKey);
            }
            return new Applied(status, false);
        }
        if (!from(command).contains(status)) {
            if (commandKey != null) {
                log(handle, id, actor, event(command), "not possible: it is " + status.text(), commandKey);
            }
            return new Refused(status);
        }
        change(handle, id, asked, reason, command == Command.PAUSE ? "person" : null);
        if (command == Command.RESUME) {
            emptyFailureWindow(handle, id);
            publishAgain(handle, id);
        }
        String event = command == Command.START && asked == CampaignStatus.SCHEDULED ? "scheduled" : event(command);
        log(handle, id, actor, event, reason, commandKey);
        return new Applied(asked, true);
    }

    /** One that Drumbeat paused itself would go on with the first of its senders: not when a person asked for a pause. */
    private static boolean isNowAPersonsPause(Handle handle, CampaignId id) {
        return handle.createUpdate(
                                "update campaign set paused_for = 'person' where campaign_id = :id and paused_for = 'senders'")
                        .bind("id", id)
                        .execute()
                > 0;
    }

    private static CampaignStatus asked(Handle handle, CampaignId id, CampaignStatus status, Command command) {
        return switch (command) {
            case START, RESUME -> status == CampaignStatus.SCHEDULED ? status : goesOnAs(handle, id, status);
            case PAUSE -> CampaignStatus.PAUSED;
            case CANCEL, DISCARD -> CampaignStatus.CANCELLED;
        };
    }

    private static CampaignStatus goesOnAs(Handle handle, CampaignId id, CampaignStatus status) {
        return status == CampaignStatus.RUNNING ? status : StartTime.status(handle, id);
    }

    private static String event(Command command) {
        return switch (command) {
            case START -> "started";
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case CANCEL, DISCARD -> "cancelled";
        };
    }

    private static Set<CampaignStatus> from(Command command) {
        return switch (command) {
            case START, DISCARD -> Set.of(CampaignStatus.DRAFT);
            case RESUME -> Set.of(CampaignStatus.PAUSED);
            case PAUSE -> Set.of(CampaignStatus.RUNNING, CampaignStatus.SCHEDULED);
            case CANCEL ->
                Set.of(CampaignStatus.DRAFT, CampaignStatus.SCHEDULED, CampaignStatus.RUNNING, CampaignStatus.PAUSED);
        };
    }

    @Override
    public Result retry(CampaignId id, Retry what, String actor) {
        Result result = new Unknown();
        boolean begun = false;
        for (Status status : what.statuses()) {
            RetriedRows rows = new RetriedRows(id, status, what.errorCodes(), actor);
            while (!rows.isDone()) {
                Retried piece = piece(id, begun, handle -> retryPiece(handle, id, rows));
                result = piece.result();
                if (piece.rows() == null) {
                    return result;
                }
                rows.passed(piece.rows());
                begun = true;
            }
        }
        return result;
    }

    /** @param rows null: none may be retried */
    private record Retried(Result result, RetriedRows.@Nullable Piece rows) {}

    /** Leaves the campaign and its log as if this were all of it: a kill can come behind any piece. */
    private static Retried retryPiece(Handle handle, CampaignId id, RetriedRows rows) {
        Optional<CampaignStatus> found = status(handle, id);
        if (found.isEmpty()) {
            return new Retried(new Unknown(), null);
        }
        CampaignStatus status = found.get();
        if (status == CampaignStatus.DRAFT || status == CampaignStatus.CANCELLED) {
            return new Retried(new Refused(status), null);
        }
        RetriedRows.Piece piece = rows.next(handle);
        boolean runsAgain = status == CampaignStatus.FAILED || (status.ended() && piece.retried() > 0);
        if (runsAgain) {
            change(handle, id, CampaignStatus.RUNNING, null, null);
            emptyFailureWindow(handle, id);
            publishAgain(handle, id);
        }
        if (runsAgain || piece.retried() > 0) {
            rows.log(handle, piece);
        }
        return new Retried(new Applied(runsAgain ? CampaignStatus.RUNNING : status, runsAgain), piece);
    }

    /** @param begun whether pieces before it stand, which whoever hears that PostgreSQL is away must know */
    private <T> T piece(CampaignId id, boolean begun, Function<Handle, T> work) {
        try {
            return behindGate(id, work);
        } catch (DatabaseUnavailable e) {
            throw begun ? e.withSomeDone() : e;
        }
    }

    @Override
    public Result exclude(CampaignId id, Collection<String> phones, String actor) {
        Set<String> persons = phones.stream().map(Person::key).collect(Collectors.toSet());
        List<ExcludedRows.Key> keys =
                database.transact(TimeLimits.MANY_ROWS, handle -> ExcludedRows.find(handle, id, persons));
        CountedLine line = new CountedLine(id, actor, "excluded", "pending");
        long skipped = 0;
        long before = 0;
        int from = 0;
        do {
            List<ExcludedRows.Key> piece = keys.subList(from, Math.min(from + ExcludedRows.PIECE, keys.size()));
            long soFar = skipped;
            Excluding done = piece(id, from > 0, handle -> excludePiece(handle, id, piece, line, soFar));
            if (done.rows() == null) {
                return done.refusal();
            }
            skipped += done.rows().skipped();
            before += done.rows().before();
            from += ExcludedRows.PIECE;
        } while (from < keys.size());
        long found = keys.stream().map(ExcludedRows.Key::person).distinct().count();
        return new Excluded(skipped + before, keys.size() - skipped - before, persons.size() - found);
    }

    /** @param rows null: {@code refusal} says why there are none */
    private record Excluding(Result refusal, ExcludedRows.@Nullable Piece rows) {}

    private static Excluding excludePiece(
            Handle handle, CampaignId id, List<ExcludedRows.Key> keys, CountedLine line, long before) {
        Optional<CampaignStatus> status = status(handle, id);
        if (status.isEmpty() || status.get().ended()) {
            return new Excluding(status.<Result>map(Refused::new).orElseGet(Unknown::new), null);
        }
        ExcludedRows.Piece piece = ExcludedRows.exclude(handle, id, keys);
        if (piece.skipped() > 0) {
            line.write(handle, before + piece.skipped());
        }
        return new Excluding(new Applied(status.get(), false), piece);
    }

    @Override
    public boolean complete(CampaignId id) {
        return behindGate(id, handle -> {
            boolean done = handle.createQuery("""
                    select c.status = 'running' and not %s
                    from campaign c where c.campaign_id = :id""".formatted(Unsettled.ANY))
                    .bind("id", id)
                    .mapTo(Boolean.class)
                    .findOne()
                    .orElse(false);
            if (done) {
                change(handle, id, CampaignStatus.COMPLETED, null, null);
                log(handle, id, "drumbeat", "completed", null, null);
            }
            return done;
        });
    }

    @Override
    public void fail(CampaignId id, String reason) {
        boolean failed = behindGate(id, handle -> {
            if (status(handle, id).filter(CampaignStatus.RUNNING::equals).isEmpty()) {
                return false;
            }
            change(handle, id, CampaignStatus.FAILED, reason, null);
            log(handle, id, "drumbeat", "failed", reason, null);
            return true;
        });
        if (failed) {
            tell(id, new Followed(CampaignStatus.FAILED, reason));
        }
    }

    @Override
    public Duration startWhenDue(CampaignId id) {
        record Start(boolean started, Duration left) {}
        Start start = behindGate(
                id,
                handle -> new Start(
                        startsNow(handle, id), StartTime.left(handle, id).orElse(Duration.ZERO)));
        if (start.started()) {
            tellStarted(id);
        }
        return start.left();
    }

    @Override
    public void startAllDue() {
        HeldUp.each(database.jdbi().withHandle(StartTime::come), value -> {
            CampaignId id = new CampaignId(value);
            if (behindGate(id, handle -> startsNow(handle, id))) {
                tellStarted(id);
                listener.accept(id);
            }
        });
    }

    /** Whether it was scheduled, and runs now that its time has come. */
    private static boolean startsNow(Handle handle, CampaignId id) {
        boolean starts = StartTime.left(handle, id).filter(Duration::isZero).isPresent();
        if (starts) {
            change(handle, id, CampaignStatus.RUNNING, null, null);
            log(handle, id, "drumbeat", "started", "its time has come", null);
        }
        return starts;
    }

    private static void tellStarted(CampaignId id) {
        LOG.info("Campaign {} starts: its time has come", id);
    }

    @Override
    public void listener(Consumer<CampaignId> listener) {
        this.listener = listener;
    }

    @Override
    public void applyBreakers() {
        HeldUp.each(database.jdbi().withHandle(PostgresCampaignControl::withBreakers), value -> {
            CampaignId id = new CampaignId(value);
            // Told once it is committed: a transaction may be begun again.
            Optional<Followed> followed = behindGate(id, handle -> applyBreaker(handle, id));
            followed.ifPresent(what -> {
                tell(id, what);
                listener.accept(id);
            });
        });
    }

    /** A status that Drumbeat has given a campaign by itself. */
    private record Followed(CampaignStatus status, String reason) {}

    private static void tell(CampaignId id, Followed followed) {
        if (followed.status() == CampaignStatus.RUNNING) {
            LOG.info("Campaign {} goes on: {}", id, followed.reason());
        } else {
            LOG.warn("Campaign {} is {}: {}", id, followed.status().text(), followed.reason());
        }
    }

    private static List<UUID> withBreakers(Handle handle) {
        return handle.createQuery("""
                select c.campaign_id from campaign c join failure_window w using (campaign_id)
                where c.status = 'running' and w.tripped is not null
                   or c.status = 'running' and not %1$s and exists (select %2$s)
                   or c.status = 'paused' and c.paused_for = 'senders' and %1$s""".formatted(SOME_LANE_CAN_SEND, LANES))
                .mapTo(UUID.class)
                .list();
    }

    private static Optional<Followed> applyBreaker(Handle handle, CampaignId id) {
        Breaker breaker = handle.createQuery("""
                select c.status, c.paused_for, w.tripped,
                       %1$s as can_send,
                       (select string_agg(l.sender_id || ': ' || %3$s, '; ' order by l.sender_id) %2$s) as blocked,
                       (select bool_and(l.unpublishable is not null) %2$s) as unpublishable
                from campaign c join failure_window w using (campaign_id)
                where c.campaign_id = :id""".formatted(SOME_LANE_CAN_SEND, LANES, Blocked.REASON))
                .bind("id", id)
                .map((row, context) -> new Breaker(
                        row.getString("status"),
                        row.getString("paused_for"),
                        row.getString("tripped"),
                        row.getBoolean("can_send"),
                        row.getString("blocked"),
                        row.getBoolean("unpublishable")))
                .one();
        if (breaker.trips()) {
            change(handle, id, CampaignStatus.PAUSED, breaker.tripped(), "breaker");
            handle.createUpdate("update failure_window set tripped = null where campaign_id = :id")
                    .bind("id", id)
                    .execute();
            log(handle, id, "drumbeat", "paused", breaker.tripped(), null);
            return Optional.of(new Followed(CampaignStatus.PAUSED, String.valueOf(breaker.tripped())));
        }
        if (breaker.hasOnlyBlockedSenders()) {
            String reason = "None of its senders can send. " + breaker.blocked();
            change(handle, id, CampaignStatus.PAUSED, reason, "senders");
            log(handle, id, "drumbeat", "paused", reason, null);
            return Optional.of(new Followed(CampaignStatus.PAUSED, reason));
        }
        if (breaker.canBePublishedNowhere()) {
            change(handle, id, CampaignStatus.FAILED, breaker.blocked(), null);
            log(handle, id, "drumbeat", "failed", breaker.blocked(), null);
            return Optional.of(new Followed(CampaignStatus.FAILED, String.valueOf(breaker.blocked())));
        }
        if (breaker.canGoOn()) {
            change(handle, id, CampaignStatus.RUNNING, null, null);
            emptyFailureWindow(handle, id);
            String reason = "one of its senders can send again";
            log(handle, id, "drumbeat", "resumed", reason, null);
            return Optional.of(new Followed(CampaignStatus.RUNNING, reason));
        }
        return Optional.empty();
    }

    /** What stands against a campaign. */
    private record Breaker(
            String status,
            @Nullable String pausedFor,
            @Nullable String tripped,
            boolean canSend,
            @Nullable String blocked,
            boolean unpublishable) {

        boolean trips() {
            return status.equals("running") && tripped != null;
        }

        boolean hasOnlyBlockedSenders() {
            return status.equals("running") && !canSend && !unpublishable;
        }

        /** Its workflow fails it as well, but may be gone, or have tried while the campaign was paused. */
        boolean canBePublishedNowhere() {
            return status.equals("running") && unpublishable;
        }

        boolean canGoOn() {
            return status.equals("paused") && "senders".equals(pausedFor) && canSend;
        }
    }

    private static Optional<CampaignStatus> status(Handle handle, CampaignId id) {
        return handle.createQuery("select status from campaign where campaign_id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .flatMap(CampaignStatus::parse);
    }

    private static boolean wasSeen(Handle handle, CampaignId id, String commandKey) {
        return handle.createQuery(
                        "select exists (select from campaign_log where campaign_id = :id and command_key = :key)")
                .bind("id", id)
                .bind("key", commandKey)
                .mapTo(Boolean.class)
                .one();
    }

    private static void change(
            Handle handle, CampaignId id, CampaignStatus status, @Nullable String reason, @Nullable String pausedFor) {
        handle.createUpdate("""
                update campaign
                set status = :status, status_reason = :reason, paused_for = :pausedFor,
                    version = version + 1, at_rest = false,
                    started_at = case when :status = 'running' then coalesce(started_at, clock_now())
                                      else started_at end,
                    finished_at = case when :ended then clock_now() end
                where campaign_id = :id""")
                .bind("id", id)
                .bind("status", status.text())
                .bind("reason", reason)
                .bind("pausedFor", pausedFor)
                .bind("ended", status.ended())
                .execute();
        handle.createUpdate("update lane set ended = :ended where campaign_id = :id and ended <> :ended")
                .bind("id", id)
                .bind("ended", status.ended())
                .execute();
    }

    private static void emptyFailureWindow(Handle handle, CampaignId id) {
        handle.createUpdate("""
                update failure_window
                set since = (select coalesce(sum(outcomes), 0) from lane where campaign_id = :id), bad = '{}',
                    alike_code = null, alike_message = null, alike_count = 0, enough = false, tripped = null
                where campaign_id = :id""").bind("id", id).execute();
    }

    /** Whoever resumes has perhaps mended the file, or what its sender takes: what was given up is tried again. */
    private static void publishAgain(Handle handle, CampaignId id) {
        handle.createUpdate(
                        "update lane set unpublishable = null where campaign_id = :id and unpublishable is not null")
                .bind("id", id)
                .execute();
    }

    private static void log(
            Handle handle,
            CampaignId id,
            String actor,
            String event,
            @Nullable String detail,
            @Nullable String commandKey) {
        handle.createUpdate("""
                insert into campaign_log (campaign_id, at, actor, event, detail, command_key)
                values (:id, clock_now(), :actor, :event, :detail, :commandKey)""")
                .bind("id", id)
                .bind("actor", actor)
                .bind("event", event)
                .bind("detail", detail)
                .bind("commandKey", commandKey)
                .execute();
    }

    /**
     * The gate is shut, so this only waits for what had passed it: until it is finished or cannot leave any more. Where
     * PostgreSQL is away meanwhile, time alone tells.
     */
    private void awaitBegunSends(CampaignId id) {
        long shut = System.nanoTime();
        try {
            while (System.nanoTime() - shut < LAST_SENDS.toNanos() && mayStillLeave(id)) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the sends already begun were awaited", e);
        }
    }

    private boolean mayStillLeave(CampaignId id) {
        try {
            return database.jdbi().withHandle(handle -> sendsBegunJustNow(handle, id));
        } catch (DatabaseUnavailable unknown) {
            return true;
        }
    }

    private static boolean sendsBegunJustNow(Handle handle, CampaignId id) {
        return handle.createQuery(
                        "select exists (select from journal where campaign_id = :id and %s)".formatted(BEGUN_JUST_NOW))
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }
}
