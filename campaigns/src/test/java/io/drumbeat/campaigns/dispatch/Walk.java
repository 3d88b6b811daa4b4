package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.pacing.Pacing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lanes of several campaigns at one number, each as its stints go about it, in a time that stands still between events: what
 * they ask is counted.
 */
final class Walk {

    /** Between two begins of a lane that may go on. */
    private static final Duration BREATH = Duration.ofMillis(10);

    /** How soon a lane looks again at least whose turn it is, and whose slots are not near yet. */
    private static final Duration AHEAD_ENOUGH = Duration.ofMillis(100);

    /** Of a number with a rate; each is followed by a pause, in which Temporal begins the next. */
    private static final Duration STINT = Duration.ofSeconds(5);

    private static final Duration AWAY = Duration.ofMillis(300);

    private static final Duration NEVER = Duration.ofDays(1);

    final List<Lane> lanes = new ArrayList<>();
    private final Installation installation;
    private final boolean ofRate;
    private Duration now = Duration.ZERO;

    /** How long the vendor takes, send by send, over and over. */
    private List<Duration> vendor = List.of(Duration.ZERO);

    private int asked;
    private int begun;

    /** Of lanes of the sender a, which has {@code pacing}. */
    Walk(Installation installation, Pacing pacing) {
        this.installation = installation;
        this.ofRate = pacing instanceof Pacing.Rate;
        installation.database.freezeClock(now);
        installation.sender("a", pacing, null);
    }

    void vendorTakes(Duration... times) {
        vendor = List.of(times);
    }

    /** A campaign more, whose lane runs in {@code process} and has so many connections. */
    void campaign(int recipients, int hands, int process) {
        lanes.add(new Lane(installation.lane(installation.campaign(recipients, "a"), "a"), hands, process));
    }

    Duration now() {
        return now;
    }

    int asked() {
        return asked;
    }

    /** How many sends have ended. */
    int sent() {
        return lanes.stream().mapToInt(Lane::served).sum();
    }

    /** One lane. */
    final class Lane {
        final LaneId id;
        private final int hands;
        private final int process;
        private final List<Send> sends = new ArrayList<>();
        private Duration next = Duration.ZERO;
        private Duration stintEnds;

        /** Where the bell may wake it; null: nowhere. */
        private Turn.@Nullable Queued queued;

        private int served;

        private Lane(LaneId id, int hands, int process) {
            this.id = id;
            this.hands = hands;
            this.process = process;
            this.stintEnds = ofRate ? STINT.plus(BREATH.multipliedBy(lanes.size())) : NEVER;
        }

        private record Send(Dispatch dispatch, Duration ends) {}

        /** How many of its sends have ended. */
        int served() {
            return served;
        }

        /** How many of its sends are on. */
        int on() {
            return sends.size();
        }

        /** What it waits for comes at this moment at the latest. */
        Duration next() {
            return next;
        }

        private Duration firstEnds() {
            return sends.isEmpty() ? NEVER : sends.get(0).ends();
        }

        private void finish() {
            boolean wasBusy = sends.size() == hands;
            installation.finish(sends.remove(0).dispatch(), new Accepted("id"));
            served++;
            if (wasBusy) {
                next = now;
            }
            ring(process, ofRate);
        }

        private boolean hears(boolean forAnEnd) {
            return queued != null && (queued.forAnEnd() || !forAnEnd);
        }

        private Turn.Queued place() {
            return Objects.requireNonNull(queued);
        }

        /** What it does at the moment for which it waited. */
        void step() {
            queued = null;
            if (now.compareTo(stintEnds) >= 0) {
                next = now.plus(AWAY);
                stintEnds = next.plus(STINT);
                installation.dispatches.leave(id);
                ring(process, false);
            } else if (sends.size() == hands) {
                next = firstEnds();
            } else {
                ask(hands - sends.size());
            }
        }

        private void ask(int many) {
            asked++;
            Turn turn = installation.dispatches.begin(id, installation.means(id, MediaWay.LINK), Dispatch.ids(many));
            if (turn instanceof Turn.Taken taken) {
                taken.begun().forEach(this::send);
                next = now.plus(BREATH);
                if (ofRate) {
                    ring(process, false);
                }
            } else if (turn instanceof Turn.NotYet notYet) {
                assertThat(notYet.delay()).isPositive();
                queued = notYet.queued();
                boolean ahead = ofRate && queued == null && notYet.delay().compareTo(AHEAD_ENOUGH) < 0;
                next = now.plus(ahead ? AHEAD_ENOUGH : notYet.delay());
            } else {
                throw new AssertionError(turn);
            }
        }

        private void send(Turn.Begun one) {
            Duration takes = vendor.get(begun++ % vendor.size());
            sends.add(new Send(one.dispatch(), now.plus(one.startsIn()).plus(takes)));
        }
    }

    /** As {@code SlotBell} of that process does. */
    private void ring(int process, boolean forAnEnd) {
        lanes.stream()
                .filter(lane -> lane.process == process && lane.hears(forAnEnd))
                .min(Comparator.comparing(Lane::place))
                .ifPresent(lane -> {
                    lane.next = now;
                    lane.queued = null;
                });
    }

    /** Goes on until {@code end}. */
    void until(Duration end) {
        while (now.compareTo(end) < 0) {
            Lane ends =
                    lanes.stream().min(Comparator.comparing(Lane::firstEnds)).orElseThrow();
            Lane comes = lanes.stream().min(Comparator.comparing(Lane::next)).orElseThrow();
            // the end of a send before the questions of the same moment
            if (ends.firstEnds().compareTo(comes.next) <= 0) {
                at(ends.firstEnds());
                ends.finish();
            } else {
                at(comes.next);
                comes.step();
            }
        }
    }

    /** Moves on to {@code time}, unless that has passed. */
    void at(Duration time) {
        if (time.compareTo(now) > 0) {
            now = time;
        }
        installation.database.freezeClock(now);
    }
}
