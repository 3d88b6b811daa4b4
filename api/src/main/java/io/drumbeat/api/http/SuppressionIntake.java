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
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.suppression.Suppression;
import io.drumbeat.campaigns.suppression.SuppressionImport;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Takes in phones for the suppression list, as JSON or as a file, and says what came of them. */
final class SuppressionIntake {

    /** JSON is held in memory, unlike a file: some 200,000 phones. */
    private static final long MAX_JSON = 4L << 20;

    private static final String PART = "suppressions";

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
            List<Suppression.Request> requests = SuppressionJson.read(json(ctx), query::text);
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

    private ObjectNode take(Upload upload, PhoneOptions options, String source) throws IOException {
        Path file = files.of(upload);
        try {
            return answer(SuppressionImport.of(options.open(file), suppressions, source));
        } catch (InvalidAudienceException unreadable) {
            throw Problem.invalid(unreadable.faults(PART, PhoneOptions.COLUMN));
        }
    }

    private static ObjectNode answer(SuppressionImport.Result result) {
        ObjectNode json = Json.object()
                .put("added", result.added())
                .put("existing", result.existing())
                .put("rejected", result.rejected());
        var errors = json.putArray("errors");
        for (RejectedRow row : result.firstRejects()) {
            errors.addObject().put("line", row.line()).put("message", row.reason());
        }
        return json;
    }
}
