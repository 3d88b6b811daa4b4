package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.Upload.FilePart;
import io.drumbeat.campaigns.audience.InvalidAudienceException;
import io.drumbeat.campaigns.audience.RejectedRow;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.suppression.Suppression;
import io.drumbeat.campaigns.suppression.SuppressionImport;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes in phones for the suppression list, as JSON or as a file, and says what came of them. */
final class SuppressionIntake {

    /** JSON is held in memory, unlike a file: some 200,000 phones. */
    private static final long MAX_JSON = 4L << 20;

    private static final String PART = "suppressions";
    private static final String OTHER_PART = "file";

    private final SuppressionStore suppressions;
    private final Path spool;
    private final long maxBytes;

    SuppressionIntake(SuppressionStore suppressions, HttpSettings settings) {
        this.suppressions = suppressions;
        this.spool = settings.spool();
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
        try (Upload upload = receive(ctx)) {
            Query query = Query.of(ctx);
            PhoneOptions options = PhoneOptions.of(query::text);
            query.check();
            return take(upload, options, source);
        }
    }

    private Upload receive(Context ctx) throws IOException {
        if (Upload.isOf(ctx, "text/csv")) {
            return Upload.receiveWhole(ctx, spool, maxBytes, PART);
        }
        if (Upload.isOf(ctx, "multipart/form-data")) {
            return Upload.receive(ctx, spool, maxBytes, Set.of(PART, OTHER_PART));
        }
        throw Problem.of(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "The body must be application/json, text/csv or multipart/form-data.");
    }

    private ObjectNode take(List<Suppression.Request> requests, String source) {
        int added = suppressions.add(requests, source);
        return answer(new SuppressionImport.Result(added, requests.size() - added, 0, List.of()));
    }

    private ObjectNode take(Upload upload, PhoneOptions options, String source) throws IOException {
        List<FieldError> errors = new ArrayList<>(upload.errors());
        Optional<FilePart> part = upload.part(PART);
        Optional<FilePart> other = upload.part(OTHER_PART);
        if (part.isPresent() == other.isPresent()) {
            errors.add(new FieldError(
                    PART,
                    part.isPresent() ? "cannot be there together with " + OTHER_PART : "is required: a CSV file"));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        try {
            return answer(SuppressionImport.of(
                    options.open(part.or(() -> other).orElseThrow().file()), suppressions, source));
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
