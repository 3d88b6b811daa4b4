package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignLog;
import io.drumbeat.campaigns.campaign.CampaignRows;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.database.HeldUp;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.notice.NewNotice;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import io.drumbeat.campaigns.spec.CampaignSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link CampaignControl} on PostgreSQL. */
final class PostgresCampaignControl implements CampaignControl {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCampaignControl.class);

    private final Database database;
    private final LastSends lastSends;
    private final GateQueue queue = new GateQueue();
    private volatile Consumer<CampaignId> listener = nobody -> {};
    private volatile Function<Campaign, String> notices = campaign -> {
        throw new IllegalStateException("nobody says what is told of campaign " + campaign.id());
    };

    PostgresCampaignControl(Database database) {
        this.database = database;
        this.lastSends = new LastSends(database);
    }

    @Override
    public Result apply(
            CampaignId id, Command command, String actor, @Nullable String reason, @Nullable String commandKey) {
        Result result = behindGate(id, handle -> {
            Optional<CampaignStatus> status = StatusRow.read(handle, id);
            if (status.isEmpty()) {
                return new Unknown();
            }
            if (commandKey != null && StatusCommand.wasSeen(handle, id, commandKey)) {
                return new Applied(status.get(), false);
            }
            CampaignStatus now = startsNow(handle, id) ? CampaignStatus.RUNNING : status.get();
            return StatusCommand.carryOut(handle, id, now, command, actor, reason, commandKey);
        });
        if (result instanceof Applied && (command == Command.PAUSE || command == Command.CANCEL)) {
            lastSends.await(id);
        }
        return result;
    }

    /** Every change of a campaign's status, and what is decided by it. */
    private <T> T behindGate(CampaignId id, Function<Handle, T> work) {
        return queue.alone(
                id,
                () -> database.transact(handle -> {
                    Gate.exclusive(handle, id);
                    Optional<CampaignStatus> told = toldOf(handle, id);
                    T result = work.apply(handle);
                    told.ifPresent(before -> tell(handle, id, before));
                    return result;
                }));
    }

    /** Its status, where somebody asked to be told of changes. */
    private static Optional<CampaignStatus> toldOf(Handle handle, CampaignId id) {
        return handle.createQuery(
                        "select status from campaign where campaign_id = :id and spec -> 'notify' is not null")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .flatMap(CampaignStatus::parse);
    }

    /** Behind all else that goes with the change: the campaign is told as it is then. */
    private void tell(Handle handle, CampaignId id, CampaignStatus before) {
        CampaignRows.find(handle, id)
                .filter(campaign -> campaign.status() != before
                        && campaign.spec().notices() != null
                        && campaign.spec()
                                .notices()
                                .wantsChange(campaign.status().ended()))
                .ifPresent(campaign -> NewNotice.write(handle, id, notices.apply(campaign)));
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
        Optional<CampaignStatus> found = StatusRow.read(handle, id);
        if (found.isEmpty()) {
            return new Retried(new Unknown(), null);
        }
        CampaignStatus status = found.get();
        if (isErased(handle, id)) {
            return new Retried(new Erased(), null);
        }
        if (status == CampaignStatus.DRAFT || status == CampaignStatus.CANCELLED) {
            return new Retried(new Refused(status), null);
        }
        RetriedRows.Piece piece = rows.next(handle);
        boolean runsAgain = status == CampaignStatus.FAILED || (status.ended() && piece.retried() > 0);
        if (runsAgain) {
            StatusRow.runAgain(handle, id);
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

    private static boolean isErased(Handle handle, CampaignId id) {
        return handle.createQuery("select erased_at is not null from campaign where campaign_id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public Result erase(CampaignId id, String actor, @Nullable String reason) {
        return behindGate(id, handle -> {
            Optional<CampaignStatus> status = StatusRow.read(handle, id);
            if (status.isEmpty() || !status.get().ended()) {
                return status.<Result>map(Refused::new).orElseGet(Unknown::new);
            }
            boolean erased = isErased(handle, id);
            if (!erased) {
                handle.createUpdate(
                                "update campaign set erased_at = clock_now(), erasing = true where campaign_id = :id")
                        .bind("id", id)
                        .execute();
                CampaignLog.write(handle, id, actor, "erased", reason, null);
            }
            return new Applied(status.get(), !erased);
        });
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
        Optional<CampaignStatus> status = StatusRow.read(handle, id);
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
    public Result change(CampaignId id, CampaignSpec before, CampaignSpec after, String actor) {
        Result result = behindGate(id, handle -> {
            Optional<CampaignStatus> status = StatusRow.read(handle, id);
            if (status.isEmpty()) {
                return new Unknown();
            }
            if (status.get() == CampaignStatus.DRAFT || status.get().ended()) {
                return new Refused(status.get());
            }
            if (!SpecRow.read(handle, id).equals(before)) {
                return new Outdated();
            }
            if (after.equals(before)) {
                return new Applied(status.get(), false);
            }
            new ChangedSpec(id, before, after).write(handle);
            CampaignLog.write(handle, id, actor, "changed", SpecChanges.told(before, after), null);
            return new Applied(status.get(), true);
        });
        if (result instanceof Applied) {
            applyBreakers(); // whoever is left may be unable to send, or who is new may be the one that can
        }
        return result;
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
                StatusRow.write(handle, id, CampaignStatus.COMPLETED, null, null);
                CampaignLog.write(handle, id, "drumbeat", "completed", null, null);
            }
            return done;
        });
    }

    @Override
    public void fail(CampaignId id, String reason) {
        boolean failed = behindGate(id, handle -> {
            if (StatusRow.read(handle, id)
                    .filter(CampaignStatus.RUNNING::equals)
                    .isEmpty()) {
                return false;
            }
            StatusRow.write(handle, id, CampaignStatus.FAILED, reason, null);
            CampaignLog.write(handle, id, "drumbeat", "failed", reason, null);
            return true;
        });
        if (failed) {
            tell(id, new AutomaticStatus.Followed(CampaignStatus.FAILED, reason));
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
            StatusRow.write(handle, id, CampaignStatus.RUNNING, null, null);
            CampaignLog.write(handle, id, "drumbeat", "started", "its time has come", null);
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
    public void notices(Function<Campaign, String> body) {
        this.notices = body;
    }

    @Override
    public void applyBreakers() {
        database.transact(handle -> {
            OptOutRate.trip(handle);
            return null;
        });
        HeldUp.each(database.jdbi().withHandle(AutomaticStatus::wanted), value -> {
            CampaignId id = new CampaignId(value);
            // Told once it is committed: a transaction may be begun again.
            Optional<AutomaticStatus.Followed> followed = behindGate(id, handle -> AutomaticStatus.follow(handle, id));
            followed.ifPresent(what -> {
                tell(id, what);
                listener.accept(id);
            });
        });
    }

    private static void tell(CampaignId id, AutomaticStatus.Followed followed) {
        if (followed.status() == CampaignStatus.RUNNING) {
            LOG.info("Campaign {} goes on: {}", id, followed.reason());
        } else {
            LOG.warn("Campaign {} is {}: {}", id, followed.status().text(), followed.reason());
        }
    }
}
