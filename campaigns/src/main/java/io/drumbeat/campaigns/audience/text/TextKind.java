package io.drumbeat.campaigns.audience.text;

import io.drumbeat.campaigns.audience.reject.RejectCode;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a message's texts are to its vendor, and what a rendered one must be for that. */
public enum TextKind {
    CAPTION("caption", RejectCode.CAPTION_LONG) {
        @Override
        String place(int number) {
            return "media.caption";
        }

        @Override
        public Optional<String> refusal(int number, String rendered) {
            return rendered.length() <= MessageTexts.MAX_CAPTION
                    ? Optional.empty()
                    : Optional.of("The caption would have %d characters of at most %d."
                            .formatted(rendered.length(), MessageTexts.MAX_CAPTION));
        }
    },

    /**
     * Meta refuses one that is empty, breaks the line, or has tabs or long gaps.
     *
     * @see <a href="https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes">Error codes</a>
     */
    PARAMETER("template's parameter", RejectCode.PARAMETER) {
        private static final Pattern FORBIDDEN = Pattern.compile("\\R|\\t|\\p{Zs}{5}");

        @Override
        String place(int number) {
            return "template.parameters[" + number + "]";
        }

        @Override
        public Optional<String> refusal(int number, String rendered) {
            if (Trim.isBlank(rendered)) {
                return Optional.of("Parameter %d of the template would be empty.".formatted(number + 1));
            }
            return FORBIDDEN.matcher(rendered).find()
                    ? Optional.of(
                            ("Parameter %d of the template would have a line break, a tab or more than four spaces"
                                            + " in a row.")
                                    .formatted(number + 1))
                    : Optional.empty();
        }
    };

    private final String noun;
    private final RejectCode code;

    TextKind(String noun, RejectCode code) {
        this.noun = noun;
        this.code = code;
    }

    /** What a person calls it. */
    public String noun() {
        return noun;
    }

    /** What a row is rejected with for its {@link #refusal}. */
    public RejectCode code() {
        return code;
    }

    /** Where text {@code number}, counted from 0, stands in the request. */
    abstract String place(int number);

    /** Why text {@code number}, rendered, cannot be sent; empty where it can. */
    public abstract Optional<String> refusal(int number, String rendered);
}
