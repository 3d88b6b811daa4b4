package io.drumbeat.campaigns.spec;

import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the recipients file is written, as far as it does not show.
 *
 * @param defaultRegion ISO 3166 alpha-2; null: phones are read as international
 * @param encoding a name that {@link AudienceSpec#encoding} knows; null: as the file shows
 * @param sheet where it is a workbook; null: the first
 * @param phoneColumn the header of the phone column; null: the first that is known to be one
 */
public record ListFormat(
        @Nullable String defaultRegion,
        PhoneFormat phoneFormat,
        @Nullable String encoding,
        @Nullable String sheet,
        @Nullable String phoneColumn) {

    /** How recipients are read who get {@code texts}. */
    AudienceSpec audience(MessageTexts texts) {
        return new AudienceSpec(
                phoneColumn,
                phoneFormat,
                defaultRegion,
                encoding == null ? null : AudienceSpec.encoding(encoding),
                sheet,
                texts,
                List.of());
    }
}
