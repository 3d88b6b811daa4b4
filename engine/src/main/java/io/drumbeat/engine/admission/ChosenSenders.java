package io.drumbeat.engine.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.spec.SpecJson;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The senders that a campaign names, as far as there are such, and what their vendors allow it. */
final class ChosenSenders {

    private final List<SenderStore.State> states;
    private final List<Sender> senders;
    private final BiFunction<Sender, MediaType, Optional<MediaLimits>> limits;

    private ChosenSenders(List<SenderStore.State> states, BiFunction<Sender, MediaType, Optional<MediaLimits>> limits) {
        this.states = List.copyOf(states);
        this.senders = states.stream().map(SenderStore.State::sender).toList();
        this.limits = limits;
    }

    /**
     * Looks them up; those that there are not go to {@code errors}, each under its place in {@code json}.
     *
     * @param limits what a sender's vendor takes of a media type
     */
    static ChosenSenders of(
            SpecJson.Parsed spec,
            JsonNode json,
            List<SenderStore.State> installed,
            BiFunction<Sender, MediaType, Optional<MediaLimits>> limits,
            List<FieldError> errors) {
        Map<SenderId, SenderStore.State> known = installed.stream()
                .collect(Collectors.toMap(state -> state.sender().id(), Function.identity()));
        List<SenderStore.State> chosen = new ArrayList<>();
        for (SenderId id : spec.senders()) {
            SenderStore.State sender = known.get(id);
            if (sender == null) {
                errors.add(new FieldError("senders[" + place(json, id) + "]", unknown(id, known)));
            } else {
                chosen.add(sender);
            }
        }
        return new ChosenSenders(chosen, limits);
    }

    private static int place(JsonNode senders, SenderId id) {
        int place = 0;
        while (!id.value().equals(senders.path(place).textValue())) {
            place++;
        }
        return place;
    }

    private static String unknown(SenderId id, Map<SenderId, SenderStore.State> known) {
        String advice = known.isEmpty()
                ? "there are none yet: add them to senders.json"
                : "the senders are "
                        + new TreeSet<>(known.keySet().stream()
                                        .map(SenderId::value)
                                        .toList())
                                .stream().collect(Collectors.joining(", "));
        return "is not a known sender: \"" + id + "\"; " + advice;
    }

    /** How they stand, in their order. */
    List<SenderStore.State> states() {
        return states;
    }

    /** A campaign's pacing must have the form of its senders'. */
    void checkPacing(@Nullable Pacing pacing, List<FieldError> errors) {
        if (pacing == null) {
            return;
        }
        String others = senders.stream()
                .filter(sender -> !sender.pacing().getClass().equals(pacing.getClass()))
                .map(sender -> sender.id().value())
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            errors.add(new FieldError(
                    "pacing",
                    pacing.fold(
                            delay -> "must be ratePerSecond, as it is for " + others,
                            rate -> "must be minDelay and maxDelay, as it is for " + others)));
        }
    }

    /** Checks that every sender's vendor knows templates, where the campaign has one. */
    void checkTemplate(boolean template, List<FieldError> errors) {
        String others = senders.stream()
                .filter(sender -> GatewayTypes.byName(sender.gateway())
                        .filter(GatewayType::takesTemplates)
                        .isEmpty())
                .map(sender -> sender.id() + " (" + sender.gateway() + ")")
                .collect(Collectors.joining(", "));
        if (template && !others.isEmpty()) {
            errors.add(new FieldError(
                    "template", "must be left out: templates are not supported by the vendor of " + others));
        }
    }

    /**
     * Checks media against the strictest of the senders' vendors.
     *
     * @param field where it stands in the request
     * @param size in bytes
     * @param whole whether that is all of it; else it has at least so many
     */
    void checkMedia(
            String field,
            MediaType type,
            String mimeType,
            long size,
            boolean whole,
            byte[] head,
            List<FieldError> errors) {
        for (Sender sender : senders) {
            Optional<MediaLimits> taken = limits.apply(sender, type);
            if (taken.isEmpty()) {
                continue; // Said once, of the type.
            }
            if (!taken.get().mimeTypes().contains(mimeType)) {
                errors.add(new FieldError(
                        field,
                        "is " + mimeType + "; sender " + sender.id() + " takes "
                                + String.join(", ", new TreeSet<>(taken.get().mimeTypes()))));
            }
            long most = taken.get().maxBytesOf(head);
            if (size > most) {
                errors.add(new FieldError(
                        field,
                        "has " + (whole ? "" : "at least ") + size + " bytes; sender " + sender.id() + " takes at most "
                                + most));
            }
        }
    }

    /** What all of the senders' vendors take, of each type that they all do; empty where there are no senders. */
    Map<MediaType, MediaLimits> limits() {
        Map<MediaType, MediaLimits> strictest = new EnumMap<>(MediaType.class);
        for (MediaType type : MediaType.values()) {
            List<MediaLimits> taken = senders.stream()
                    .flatMap(sender -> limits.apply(sender, type).stream())
                    .toList();
            if (taken.size() == senders.size()) {
                taken.stream().reduce(MediaLimits::strictest).ifPresent(all -> strictest.put(type, all));
            }
        }
        return strictest;
    }

    /** The most bytes that any of the senders' vendors takes of {@code type}. */
    long mostBytes(MediaType type) {
        return senders.stream()
                .flatMap(sender -> limits.apply(sender, type).stream())
                .mapToLong(taken -> Math.max(taken.maxBytes(), taken.maxAnimatedBytes()))
                .max()
                .orElse(0);
    }

    /** Those for which {@code those} holds. */
    List<SenderId> among(Predicate<SenderId> those) {
        return senders.stream().map(Sender::id).filter(those).toList();
    }

    /** The recipients' columns that go to any of the senders' vendors as they are. */
    List<String> passedColumns() {
        return senders.stream()
                .flatMap(sender -> GatewayTypes.byName(sender.gateway()).stream())
                .flatMap(gateway -> gateway.passedColumns().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Checks that every sender's vendor takes {@code type} at all. */
    void checkType(MediaType type, List<FieldError> errors) {
        senders.stream()
                .filter(sender -> limits.apply(sender, type).isEmpty())
                .forEach(sender -> errors.add(new FieldError(
                        "media.type",
                        "cannot be " + type.text() + ": sender " + sender.id() + " (" + sender.gateway()
                                + ") does not take it")));
    }
}
