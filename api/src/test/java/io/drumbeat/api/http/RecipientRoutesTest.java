package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class RecipientRoutesTest extends HttpTest {

    @Test
    void shouldShowRecipientsAndRejectsWhenAFileHasBoth() {
        Multipart form = new Multipart()
                .field("spec", Multipart.SPEC)
                .field("recipients", Multipart.RECIPIENTS + "12,=1+1\n+919812345670,Twice\n")
                .file("media", "offer.png", Multipart.PNG);
        String path = created(server.post(Role.MARKETER, form));

        JsonNode page = json(server.get(Role.VIEWER, path + "/recipients?status=pending&limit=1"));
        assertThat(page.path("items").toString()).isEqualTo("""
                        [{"row":2,"phone":"+919812345670","status":"pending","sender":null,"attempts":0,\
                        "messageId":null,"errorCode":null,"errorMessage":null,"sentAt":null,"deliveredAt":null,\
                        "readAt":null,"repliedAt":null}]""");
        assertThat(page.path("nextCursor").isTextual()).isTrue();
        HttpResponse<String> recipients = server.get(Role.VIEWER, path + "/recipients.csv");
        assertThat(recipients.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(recipients.body().lines().toList())
                .containsExactly(
                        "\uFEFFrow,phone,status,sender,attempts,messageId,errorCode,errorMessage,sentAt,deliveredAt,readAt,repliedAt",
                        "2,+919812345670,pending,,0,,,,,,,",
                        "3,+919812345671,pending,,0,,,,,,,");
        assertThat(server.get(Role.VIEWER, path + "/rejects.csv").body().lines().toList())
                .hasSize(3)
                .satisfies(lines ->
                        assertThat(lines.get(0)).isEqualTo("\uFEFFreject_line,reject_code,reject_reason,phone,name"))
                .satisfies(lines ->
                        assertThat(lines.get(1)).startsWith("4,phone_invalid,").endsWith(",12,'=1+1"));
    }
}
