package io.drumbeat.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.TemplateLookup;
import io.drumbeat.engine.gateway.TemplateLookup.Listed;
import io.drumbeat.engine.gateway.TemplateLookup.Unanswered;
import io.drumbeat.engine.sender.ConnectedSenders;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateCatalogTest {

    private Instant now = Instant.EPOCH;
    private int asked;
    private TemplateLookup.Listing answer = new Listed(List.of());

    private final TemplateCatalog catalog = new TemplateCatalog(
            new ConnectedSenders(List.of(TemplateCheckTest.sender("main", "1", new TemplateLookup() {
                @Override
                public Answer find(String name, String language) {
                    throw new IllegalStateException("all are asked for");
                }

                @Override
                public Listing approved() {
                    asked++;
                    return answer;
                }
            }))),
            () -> now);

    /** What is told, or why it is not. */
    private String told() {
        return catalog.of(new SenderId("main"))
                .orElseThrow()
                .fold(known -> known.templates().size() + " templates", TemplateCatalog.Unknown::why);
    }

    private String refusedWith(Failure failure) {
        now = now.plusSeconds(60);
        answer = new Unanswered(failure);
        return told();
    }

    @Test
    void shouldAskAgainOnlyAfterAWhile() {
        assertThat(told()).isEqualTo("0 templates");
        now = now.plusSeconds(29);
        assertThat(told()).isEqualTo("0 templates");
        assertThat(asked).isEqualTo(1);

        now = now.plusSeconds(1);
        answer = new Unanswered(new Outcome.AccountBusy("4", "Too many calls", null));
        assertThat(told()).contains("4: Too many calls");
        now = now.plusSeconds(4);
        assertThat(told()).contains("4: Too many calls");
        assertThat(asked).isEqualTo(2);
        now = now.plusSeconds(1);
        answer = new Listed(List.of());
        assertThat(told()).isEqualTo("0 templates");
    }

    @Test
    void shouldSayWhatToDoWhereMetaDoesNotTell() {
        assertThat(refusedWith(new Outcome.SenderBlocked("190", "Invalid token")))
                .isEqualTo(
                        "Meta does not tell the templates of main (190: Invalid token). Check its businessAccountId in"
                                + " senders.json, and that its access token is valid and has the permission"
                                + " whatsapp_business_management.");
        assertThat(refusedWith(new Outcome.Rejected("100", "No such object", false)))
                .contains("Check its businessAccountId");
        assertThat(refusedWith(new Outcome.AccountBusy("not_reached", "", null)))
                .isEqualTo("Meta does not tell the templates of main (not_reached). Try again in a moment.");
        assertThat(catalog.of(new SenderId("another"))).isEmpty();
    }
}
