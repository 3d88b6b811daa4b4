package io.drumbeat.campaigns.audience;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign says about how its file is read.
 *
 * @param phoneColumn the header of the phone column; null: the first that is called like one
 * @param phoneFormat how numbers without {@code +} or {@code 00} are read
 * @param defaultRegion the region of such numbers, a {@link #region}; null: none
 * @param encoding how the file's bytes become text; null: as the file itself shows; of text only
 * @param sheet the one that is read of a workbook; null: the first
 * @param texts what the columns are wanted for
 * @param passedColumns columns whose values are kept as they are, behind those that the texts ask for, where the file
 *     has them
 */
public record AudienceSpec(
        @Nullable String phoneColumn,
        PhoneFormat phoneFormat,
        @Nullable String defaultRegion,
        @Nullable Charset encoding,
        @Nullable String sheet,
        MessageTexts texts,
        List<String> passedColumns) {

    /** @throws IllegalArgumentException where {@code defaultRegion} is no {@link #region} */
    public AudienceSpec {
        passedColumns = List.copyOf(passedColumns);
        if (defaultRegion != null) {
            region(defaultRegion);
        }
    }

    /** One that wants nothing but what the texts ask for. */
    public AudienceSpec(
            @Nullable String phoneColumn, PhoneFormat phoneFormat, @Nullable String defaultRegion, MessageTexts texts) {
        this(phoneColumn, phoneFormat, defaultRegion, null, null, texts, List.of());
    }

    /** The same, with those columns passed on. */
    public AudienceSpec passing(List<String> columns) {
        return new AudienceSpec(phoneColumn, phoneFormat, defaultRegion, encoding, sheet, texts, columns);
    }

    /**
     * The encoding of that name, one of IANA's or another that Java knows.
     *
     * @throws IllegalArgumentException saying what to write instead
     */
    public static Charset encoding(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException notOne) {
            throw new IllegalArgumentException(
                    "is not a known encoding: use a name such as UTF-8, windows-1251 or Shift_JIS", notOne);
        }
    }

    /**
     * {@code text}, where it is a region whose numbers are known: two letters, in capitals.
     *
     * @throws IllegalArgumentException saying what to write instead
     */
    public static String region(String text) {
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(text)) {
            throw new IllegalArgumentException(
                    "is not a known region: use the two capital letters of ISO 3166, such as IN");
        }
        return text;
    }
}
