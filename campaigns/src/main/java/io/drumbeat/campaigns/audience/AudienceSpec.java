package io.drumbeat.campaigns.audience;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign says about how its file is read.
 *
 * @param phoneColumn the header of the phone column; null: the first that is called like one
 * @param phoneFormat how numbers without {@code +} or {@code 00} are read
 * @param defaultRegion the region of such numbers, one of {@link #regions}; null: none
 * @param encoding how the file's bytes become text; null: as the file itself shows
 * @param texts what the columns are wanted for
 * @param passedColumns columns whose values are kept as they are, behind those that the texts ask for, where the file
 *     has them
 */
public record AudienceSpec(
        @Nullable String phoneColumn,
        PhoneFormat phoneFormat,
        @Nullable String defaultRegion,
        @Nullable Charset encoding,
        MessageTexts texts,
        List<String> passedColumns) {

    /** @throws IllegalArgumentException where {@code defaultRegion} is none of {@link #regions} */
    public AudienceSpec {
        passedColumns = List.copyOf(passedColumns);
        if (defaultRegion != null && !regions().contains(defaultRegion)) {
            throw new IllegalArgumentException("not a region whose numbers are known");
        }
    }

    /** One that wants nothing but what the texts ask for. */
    public AudienceSpec(
            @Nullable String phoneColumn, PhoneFormat phoneFormat, @Nullable String defaultRegion, MessageTexts texts) {
        this(phoneColumn, phoneFormat, defaultRegion, null, texts, List.of());
    }

    /** The same, with those columns passed on. */
    public AudienceSpec passing(List<String> columns) {
        return new AudienceSpec(phoneColumn, phoneFormat, defaultRegion, encoding, texts, columns);
    }

    /** The encoding of that name, one of IANA's or another that Java knows; empty: there is none. */
    public static Optional<Charset> encoding(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException notOne) {
            return Optional.empty();
        }
    }

    /** The two-letter codes, in capitals, that may be a default region. */
    public static Set<String> regions() {
        return PhoneNumberUtil.getInstance().getSupportedRegions();
    }

    /** How a number without {@code +} or {@code 00} is read. */
    public enum PhoneFormat {
        /** In the default region; as {@link #INTERNATIONAL} where there is none. */
        AUTO,
        /** As if it began with {@code +}. */
        INTERNATIONAL
    }
}
