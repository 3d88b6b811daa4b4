package io.drumbeat.api.http.exchange;

import io.drumbeat.api.http.exchange.Upload.FilePart;
import io.drumbeat.campaigns.json.FieldError;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file of phones in a request's body: a CSV by itself, or a part of a form. */
public final class PhoneUpload {

    private static final String OTHER_PART = "file";

    private final Path spool;
    private final long maxBytes;
    private final String part;

    /** @param part of a form; {@code file} is one, too */
    public PhoneUpload(HttpSettings settings, String part) {
        this.spool = settings.spool();
        this.maxBytes = settings.maxUploadBytes();
        this.part = part;
    }

    /** What the request brings; 415 where that is no file. */
    public Upload receive(Context ctx) throws IOException {
        if (Upload.isOf(ctx, "text/csv")) {
            return Upload.receiveWhole(ctx, spool, maxBytes, part);
        }
        if (Upload.isOf(ctx, "multipart/form-data")) {
            return Upload.receive(ctx, spool, maxBytes, Set.of(part, OTHER_PART));
        }
        throw Problem.of(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "The body must be application/json, text/csv or multipart/form-data.");
    }

    /** The file of {@code upload}; 422 where there is not just one. */
    public Path of(Upload upload) {
        List<FieldError> errors = new ArrayList<>(upload.errors());
        Optional<FilePart> named = upload.part(part);
        Optional<FilePart> other = upload.part(OTHER_PART);
        if (named.isPresent() == other.isPresent()) {
            errors.add(new FieldError(
                    part,
                    named.isPresent() ? "cannot be there together with " + OTHER_PART : "is required: a CSV file"));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return named.or(() -> other).orElseThrow().file();
    }
}
