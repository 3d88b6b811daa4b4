package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Upload.FilePart;
import io.drumbeat.campaigns.media.MediaType;
import java.util.Optional;

/** What people see a posted document called where its spec does not say: as its file is. */
final class DocumentName {

    private static final String FILE_NAME = "fileName";
    private static final int LONGEST = 255;

    private DocumentName() {}

    /** Writes the name of {@code file} into {@code spec}, where that is of a document and has none; null there is none, too. */
    static void into(JsonNode spec, Optional<FilePart> file) {
        if (spec.path("media") instanceof ObjectNode media
                && media.path("type").asText().equals(MediaType.DOCUMENT.text())
                && !media.has(FILE_NAME)) {
            file.map(FilePart::fileName).flatMap(DocumentName::of).ifPresent(name -> media.put(FILE_NAME, name));
        }
    }

    /** Some clients send the path; a name that a spec could not have is nobody's. */
    private static Optional<String> of(String fileName) {
        String name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        boolean fits = !name.isBlank() && name.length() <= LONGEST;
        return Optional.of(name).filter(any -> fits && any.chars().noneMatch(Character::isISOControl));
    }
}
