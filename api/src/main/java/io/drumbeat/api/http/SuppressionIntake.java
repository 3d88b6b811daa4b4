package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Access;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PhoneOptions;
import io.drumbeat.api.http.exchange.PhoneUpload;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Upload;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.suppression.Removal;
import io.drumbeat.campaigns.suppression.Suppression;
import io.drumbeat.campaigns.suppression.SuppressionImport;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes in phones for the suppression list, as JSON or as a file, and says what came of them. */
final class SuppressionIntake {

    /** JSON is held in memory, unlike a file: some 200,000 phones. */
    private static final long MAX_JSON = 4L << 20;

    private static final String PART = "suppressions";
    private static final String ERRORS = "errors";

    /** What a removal answers with, and is undone by. */
    static final String UNDO = "undo";

    private final SuppressionStore suppressions;
    private final PhoneUpload files;
    private final long maxBytes;

    SuppressionIntake(SuppressionStore suppressions, HttpSettings settings) {
        this.suppressions = suppressions;
        this.files = new PhoneUpload(settings, PART);
        this.maxBytes = settings.maxUploadBytes();
    }

    /** The request's body as JSON; an empty object where there is none. */
    JsonNode json(Context ctx) throws IOException {
        return Json.body(ctx, (int) Math.min(MAX_JSON, maxBytes));
    }

    /** Adds what the request brings, all of it or, where something keeps it from being read, nothing. */
    ObjectNode take(Context ctx) throws IOException {
        String source = "api " + Access.caller(ctx).name();
        if (Json.isJson(ctx)) {
            Query query = Query.of(ctx);
            JsonNode json = json(ctx);
            if (json.has(UNDO)) {
                query.check();
                return putBack(Json.fields(json));
            }
            List<Suppression.Request> requests = SuppressionJson.read(json, query::text);
            query.check();
            return take(requests, source);
        }
        try (Upload upload = files.receive(ctx)) {
            Query query = Query.of(ctx);
            PhoneOptions options = PhoneOptions.of(query::text);
            query.check();
            return take(upload, options, source);
        }
    }

    private ObjectNode take(List<Suppression.Request> requests, String source) {
        int added = suppressions.add(requests, source);
        return answer(new SuppressionImport.Result(added, requests.size() - added, 0, List.of()));
    }

    private ObjectNode putBack(JsonFields fields) {
        List<@Nullable String> undo = fields.requiredTexts(UNDO, "a string: what the removal answered with");
        Json.check(fields);
        Removal.Undone undone =
                suppressions.putBack(undo.stream().map(Objects::requireNonNull).toList());
        undone.unknown()
                .forEach(n ->
                        fields.error(UNDO + "[" + n + "]", "is nothing that a removal from this list answered with"));
        Json.check(fields);
        ObjectNode json = answer(
                undone.added(), undone.existing(), undone.changedTheirMind().size());
        undone.changedTheirMind().forEach(n -> error(json, n + 1, "has asked for messages again since"));
        return json;
    }

    private ObjectNode take(Upload upload, PhoneOptions options, String source) throws IOException {
        Path file = files.of(upload);
        try {
            return answer(SuppressionImport.of(options.open(file), suppressions, source));
        } catch (InvalidAudienceException unreadable) {
            throw Problem.invalid(unreadable.faults(PART, PhoneOptions.COLUMN));
        }
    }

    private static ObjectNode answer(SuppressionImport.Result result) {
        ObjectNode json = answer(result.added(), result.existing(), result.rejected());
        result.firstRejects().forEach(row -> error(json, row.line(), row.reason()));
        return json;
    }

    private static ObjectNode answer(long added, long existing, long rejected) {
        ObjectNode json =
                Json.object().put("added", added).put("existing", existing).put("rejected", rejected);
        json.putArray(ERRORS);
        return json;
    }

    private static void error(ObjectNode json, long line, String message) {
        json.withArray(ERRORS).addObject().put("line", line).put("message", message);
    }
}
