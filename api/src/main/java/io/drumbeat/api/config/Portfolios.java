package io.drumbeat.api.config;

import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.sender.Portfolio;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The portfolios of senders.json, for its senders to name. */
final class Portfolios {

    private final Map<String, Optional<Portfolio>> byId;

    private Portfolios(Map<String, Optional<Portfolio>> byId) {
        this.byId = byId;
    }

    /** Those in {@code root}, which need not have any; what is wrong with them is among its errors. */
    static Portfolios read(JsonFields root) {
        Map<String, Optional<Portfolio>> byId = new HashMap<>();
        if (root.has("portfolios")) {
            root.requiredObjects("portfolios").forEach(fields -> read(fields, byId));
        }
        return new Portfolios(byId);
    }

    private static void read(JsonFields fields, Map<String, Optional<Portfolio>> byId) {
        fields.require("id", "uniqueRecipients24h");
        String id = fields.parse("id", SenderReader::name64);
        Integer people = fields.wholeNumber("uniqueRecipients24h", 1, Integer.MAX_VALUE);
        fields.refuseOthers();
        if (id == null) {
            return;
        }
        Optional<Portfolio> portfolio = Optional.ofNullable(people).map(most -> new Portfolio(id, most));
        if (byId.putIfAbsent(id, portfolio) != null) {
            fields.error("id", "is another portfolio's, too");
        }
    }

    /**
     * The one called {@code id}; empty where something is wrong with it, which was said.
     *
     * @throws IllegalArgumentException where there is none, with what to do
     */
    Optional<Portfolio> named(String id) {
        Optional<Portfolio> portfolio = byId.get(id);
        if (portfolio == null) {
            throw new IllegalArgumentException(
                    byId.isEmpty()
                            ? "must be one of the portfolios of this file, which has none"
                            : "must be one of the portfolios of this file: "
                                    + byId.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        return portfolio;
    }
}
