package io.drumbeat.engine.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template that its vendor has approved, as people see it.
 *
 * @param category in the vendor's word, in lower case: {@code marketing} for one; null: it does not say
 * @param header what its header is, in lower case: {@code image}, {@code video}, {@code document}, {@code text} and others; null: it
 *     has none
 * @param body its text, with its places in it as the vendor writes them: <code>{{1}}</code>
 * @param footer the small text below that; null: it has none
 * @param buttons the words on its buttons
 * @param places how many different places its text has
 * @param unusable why Drumbeat cannot send it, as a part of a sentence that begins with "it"; null: it can
 */
public record ApprovedTemplate(
        String name,
        String language,
        @Nullable String category,
        @Nullable String header,
        String body,
        @Nullable String footer,
        List<String> buttons,
        int places,
        @Nullable String unusable) {

    public ApprovedTemplate {
        buttons = List.copyOf(buttons);
    }
}
