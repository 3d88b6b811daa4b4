package io.drumbeat.engine.gateway;

import io.drumbeat.campaigns.outcome.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks up what a vendor knows of the templates of one sender's business. Safe to use from many threads. */
public interface TemplateLookup {

    /** Asks for the template called {@code name} in {@code language}, which changes nothing; within the sender's time-out. */
    Answer find(String name, String language);

    /** Asks for all that are approved, which changes nothing; page by page, for a minute and the sender's time-out. */
    Listing approved();

    /** What came of asking for one. */
    sealed interface Answer {}

    /** What came of asking for all. */
    sealed interface Listing {}

    /**
     * There is such a template.
     *
     * @param status in the vendor's word: {@code APPROVED}, or why it cannot be sent
     * @param bodyParameters how many different places its body has
     * @param header the kind of media in its header, in the vendor's word, or {@code TEXT}; null: it has no header
     */
    record Found(
            String status, int bodyParameters, @Nullable String header) implements Answer {

        /** Whether it can be sent. */
        public boolean isApproved() {
            return status.equals("APPROVED");
        }
    }

    /** There is none; {@code languages} are those in which there is one of that name. */
    record NotFound(List<String> languages) implements Answer {
        public NotFound {
            languages = List.copyOf(languages);
        }
    }

    /** These are all, by name and language. */
    record Listed(List<ApprovedTemplate> templates) implements Listing {
        public Listed {
            templates = List.copyOf(templates);
        }
    }

    /** The vendor did not say, most often because the sender's token may not ask. */
    record Unanswered(Failure why) implements Answer, Listing {}
}
