package io.drumbeat.api.system.chaos;

import io.drumbeat.api.system.chaos.Plan.Delay;
import io.drumbeat.api.system.chaos.Plan.Pace;
import io.drumbeat.api.system.chaos.Plan.Span;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/**
 * The numbers that a seed sends from: three with pauses, of which {@code d3} sleeps for a minute, one with a cap, two of a
 * portfolio, and two with a rate. senders.json and {@link Plan} say the same of them.
 */
final class Numbers {

    /** Those that have pauses; {@code d1} and {@code d2} can always go on. */
    static final List<String> PAUSING = List.of("d1", "d2", "d3", "capped", "p1", "p2");

    static final List<String> RATED = List.of("r1", "r2");

    private static final int PORTFOLIO = 40;
    private static final int CAP = 30;
    private static final int RATE = 15;
    private static final int MOST_ON = 6;

    /**
     * When whoever sleeps does so.
     *
     * @param until how long it is until then, and up to a minute more: quiet hours begin on a minute
     */
    record Night(Duration until, Duration lasts) {
        /** The first half minute is for the start. */
        static final Night SOON = new Night(Duration.ofSeconds(30), Duration.ofMinutes(1));

        static final Night NOW = new Night(Duration.ofMinutes(-1), Duration.ofMinutes(10));
    }

    private final Clock clock;
    private final Night night;
    private final int vendorPort;
    private final ZonedDateTime nightFalls;
    private final double[] minSeconds = new double[PAUSING.size()];
    private final List<List<Pace>> paces = new ArrayList<>();

    Numbers(Clock clock, int vendorPort, Night night, Random random) {
        this.night = night;
        this.clock = clock;
        this.vendorPort = vendorPort;
        this.nightFalls = ZonedDateTime.now(ZoneOffset.UTC)
                .plus(night.until())
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(1);
        for (int i = 0; i < minSeconds.length; i++) {
            minSeconds[i] = 0.03 + random.nextInt(200) / 1_000.0;
            paces.add(new ArrayList<>(List.of(delay(Span.ALWAYS, minSeconds[i]))));
        }
    }

    /** Where the numbers are, to the vendor. */
    private static String account(int index) {
        return "cloud/" + (index + 1);
    }

    /**
     * From now on {@code d2} has another pause. Its old one holds as well, until {@link #changed}.
     *
     * @return senders.json
     */
    synchronized String change(Random random) {
        minSeconds[1] = 0.03 + random.nextInt(200) / 1_000.0;
        paces.get(1).add(delay(new Span(clock.now(), Long.MAX_VALUE), minSeconds[1]));
        return json();
    }

    /** Every process has been started with the latest senders.json. */
    synchronized void changed() {
        List<Pace> all = paces.get(1);
        for (int i = 0; i < all.size() - 1; i++) {
            Delay old = (Delay) all.get(i);
            if (old.during().to() == Long.MAX_VALUE) {
                all.set(i, new Delay(new Span(old.during().from(), clock.now()), old.minGapNanos()));
            }
        }
    }

    private static Delay delay(Span during, double minSeconds) {
        return new Delay(during, Math.round(minSeconds * 1e9));
    }

    synchronized String json() {
        List<String> senders = new ArrayList<>();
        for (int i = 0; i < PAUSING.size(); i++) {
            String pacing = String.format(
                    Locale.ROOT,
                    "\"minDelay\": \"PT%.3fS\", \"maxDelay\": \"PT%.3fS\"",
                    minSeconds[i],
                    2 * minSeconds[i]);
            senders.add(json(i, PAUSING.get(i), pacing));
        }
        for (int i = 0; i < RATED.size(); i++) {
            String pacing = "\"ratePerSecond\": %d, \"maxInFlight\": %d".formatted(RATE, MOST_ON);
            senders.add(json(PAUSING.size() + i, RATED.get(i), pacing));
        }
        return """
                {"portfolios": [{"id": "acme", "uniqueRecipients24h": %d}], "senders": [%s]}""".formatted(PORTFOLIO, String.join(",\n", senders));
    }

    private String json(int index, String id, String pacing) {
        String more = switch (id) {
            case "capped" -> ", \"dailyCap\": " + CAP;
            case "p1", "p2" -> ", \"portfolio\": \"acme\"";
            case "d3" -> ", \"quietHours\": " + night();
            default -> "";
        };
        return """
                {"id": "%s", "gateway": "cloud", "baseUrl": "http://127.0.0.1:%d/cloud/v23.0", "credentials": {"accessToken": "x"},
                 "settings": {"phoneNumberId": "%d", "timeout": "PT3S"}, "pacing": {%s}%s}""".formatted(id, vendorPort, index + 1, pacing, more);
    }

    /** A minute, as quiet hours are written. */
    String night() {
        LocalTime from = nightFalls.toLocalTime();
        return """
                {"from": "%s", "to": "%s", "zone": "UTC"}""".formatted(from, from.plus(night.lasts()));
    }

    Span nightSpan() {
        long from = clock.at(nightFalls.toInstant());
        return new Span(from, from + night.lasts().toNanos());
    }

    synchronized List<Plan.Sender> planned() {
        List<Plan.Sender> senders = new ArrayList<>();
        for (int i = 0; i < PAUSING.size(); i++) {
            String id = PAUSING.get(i);
            senders.add(new Plan.Sender(
                    account(i),
                    List.copyOf(paces.get(i)),
                    id.equals("capped") ? OptionalInt.of(CAP) : OptionalInt.empty(),
                    id.equals("d3") ? List.of(nightSpan()) : List.of()));
        }
        for (int i = 0; i < RATED.size(); i++) {
            senders.add(new Plan.Sender(
                    account(PAUSING.size() + i),
                    List.of(new Plan.Rate(Span.ALWAYS, RATE, MOST_ON)),
                    OptionalInt.empty(),
                    List.of()));
        }
        return senders;
    }

    static List<Plan.Portfolio> portfolios() {
        Set<String> accounts = Set.of(account(PAUSING.indexOf("p1")), account(PAUSING.indexOf("p2")));
        return List.of(new Plan.Portfolio(accounts, PORTFOLIO));
    }
}
