package io.drumbeat.api.http.exchange;

import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.PhoneFile;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.phone.PhoneReader;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.json.FieldError;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a request outside a campaign wants its phones to be read. */
public record PhoneOptions(
        @Nullable String phoneColumn,
        PhoneFormat format,
        @Nullable String defaultRegion,
        @Nullable Charset encoding,
        @Nullable String sheet) {

    public static final String COLUMN = "phoneColumn";
    public static final String FORMAT = "phoneFormat";
    public static final String REGION = "defaultRegion";
    static final String ENCODING = "encoding";
    static final String SHEET = "sheet";

    private static final PhoneOptions NONE = new PhoneOptions(null, PhoneFormat.AUTO, null, null, null);

    /**
     * Reads them; 422 where they are wrong.
     *
     * @param value of a name, null where it is not given
     */
    public static PhoneOptions of(Function<String, @Nullable String> value) {
        List<FieldError> errors = new ArrayList<>();
        String region = parse(REGION, value, AudienceSpec::region, errors);
        PhoneFormat format = parse(FORMAT, value, PhoneFormat::parse, errors);
        Charset encoding = parse(ENCODING, value, AudienceSpec::encoding, errors);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new PhoneOptions(
                value.apply(COLUMN), format == null ? PhoneFormat.AUTO : format, region, encoding, value.apply(SHEET));
    }

    private static <T> @Nullable T parse(
            String name, Function<String, @Nullable String> value, Function<String, T> parse, List<FieldError> errors) {
        String text = value.apply(name);
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException refused) {
            errors.add(new FieldError(name, String.valueOf(refused.getMessage())));
            return null;
        }
    }

    public PhoneReader reader() {
        return new PhoneReader(format, defaultRegion);
    }

    public PhoneFile open(Path file) throws IOException, InvalidAudienceException {
        return PhoneFile.open(file, phoneColumn, format, defaultRegion, encoding, sheet);
    }

    /**
     * The E.164 of a phone that somebody names in an address, where a plus may have become a space or be left out; empty:
     * it is none. One that would not be read today may still stand on a list.
     */
    public static Optional<String> named(String text) {
        String phone = text.strip();
        Optional<String> plain = Optional.of(phone.startsWith("+") ? phone.substring(1) : phone)
                .filter(digits -> digits.matches("\\d{1,15}"))
                .map(digits -> "+" + digits);
        return NONE.reader().read(phone).fold(valid -> Optional.of(valid.e164()), refused -> plain);
    }
}
