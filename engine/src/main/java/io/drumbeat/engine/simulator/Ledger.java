package io.drumbeat.engine.simulator;

import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.simulator.Simulator.Callbacks;
import io.drumbeat.engine.simulator.Simulator.Send;
import io.drumbeat.engine.simulator.protocol.Uploads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened. Safe to use from many threads. */
final class Ledger {

    private static final int MAX_SENDS = 200_000;

    private final Map<String, AtomicLong> received = new ConcurrentHashMap<>();
    private final Map<String, Map<Stage, Integer>> statuses = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Uploads uploads = new Uploads();
    private final AtomicLong ids = new AtomicLong(System.currentTimeMillis() * 1_000_000);
    private final Deque<Send> sends = new ArrayDeque<>();

    /** One account's counters. */
    static final class Account {
        final LongAdder sends = new LongAdder();
        final LongAdder received = new LongAdder();
        final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
        final LongAdder callbacksEmitted = new LongAdder();
        final LongAdder callbacksAccepted = new LongAdder();
        final LongAdder callbacksRefused = new LongAdder();
        final LongAdder callbacksDropped = new LongAdder();

        Callbacks callbacks() {
            return new Callbacks(
                    callbacksEmitted.sum(), callbacksAccepted.sum(), callbacksRefused.sum(), callbacksDropped.sum());
        }
    }

    /** A number that was never given before, not by an earlier simulator either. */
    long nextId() {
        return ids.incrementAndGet();
    }

    int attempt(String phone) {
        return attempts.computeIfAbsent(phone, key -> new AtomicInteger()).incrementAndGet();
    }

    void sent(Send send) {
        Account account = account(send.account());
        account.sends.increment();
        answered(send.account(), send.answer());
        if (send.received()) {
            account.received.increment();
            received.computeIfAbsent(send.phone(), key -> new AtomicLong()).incrementAndGet();
        }
        synchronized (sends) {
            sends.addLast(send);
            if (sends.size() > MAX_SENDS) {
                sends.removeFirst();
            }
        }
    }

    /** Counts an answer; alone for requests that got no further than their vendor's checks. */
    void answered(String account, String answer) {
        account(account).answers.computeIfAbsent(answer, key -> new LongAdder()).increment();
    }

    Uploads uploads() {
        return uploads;
    }

    Map<String, Long> received() {
        return received.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().get()));
    }

    long received(String phone) {
        AtomicLong count = received.get(phone);
        return count == null ? 0 : count.get();
    }

    /** Phones that more than one message reached. */
    long doubled() {
        return received.values().stream().filter(count -> count.get() > 1).count();
    }

    int phones() {
        return received.size();
    }

    Callbacks callbacks(String account) {
        Account known = accounts.get(account);
        return known == null ? new Callbacks(0, 0, 0, 0) : known.callbacks();
    }

    /** Counts a status that is reported of a message to {@code phone}. */
    void reported(String phone, Stage stage) {
        statuses.compute(phone, (key, known) -> {
            Map<Stage, Integer> counts = new EnumMap<>(Stage.class);
            counts.putAll(known == null ? Map.of() : known);
            counts.merge(stage, 1, Integer::sum);
            return counts;
        });
    }

    /** What was reported of messages to {@code phone}, and how often. */
    Map<Stage, Integer> statuses(String phone) {
        return statuses.getOrDefault(phone, Map.of());
    }

    /** Phones of which anything was reported. */
    Set<String> reportedPhones() {
        return new TreeSet<>(statuses.keySet());
    }

    Map<String, Account> accounts() {
        return new TreeMap<>(accounts);
    }

    List<Send> sends() {
        synchronized (sends) {
            return List.copyOf(sends);
        }
    }

    List<Send> sends(@Nullable String account) {
        return account == null
                ? sends()
                : sends().stream()
                        .filter(send -> send.account().equals(account))
                        .toList();
    }

    void reset() {
        received.clear();
        statuses.clear();
        attempts.clear();
        accounts.clear();
        uploads.forget();
        synchronized (sends) {
            sends.clear();
        }
    }

    /** The counters of {@code account}, which has them from now on. */
    Account account(String account) {
        return accounts.computeIfAbsent(account, key -> new Account());
    }
}
