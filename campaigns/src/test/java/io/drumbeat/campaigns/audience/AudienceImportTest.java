package io.drumbeat.campaigns.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudienceImportTest {
    private static final AudienceSpec SPEC =
            new AudienceSpec(null, PhoneFormat.AUTO, null, MessageTexts.ofCaption("{{phone}} {{name|}}"));

    private final CampaignId campaign = CampaignId.random();

    @AutoClose
    private final TestDatabase test = TestDatabase.fresh();

    private final Jdbi jdbi = test.database().jdbi();

    @TempDir
    Path folder;

    @Test
    void shouldFillBothTablesWhenFileHoldsEveryKindOfRow() throws Exception {
        jdbi.useHandle(handle ->
                handle.execute("insert into suppression values ('+919812345672', 'asked to stop', 'test', now())"));

        ImportedAudience imported = read("""
                phone,name
                +919812345670,"Zoë ""\\N{},\t\u20ac
                x\\"
                n/a,x,
                +919812345671
                +919812345670,again
                +919812345672,no
                """);

        assertThat(imported.figures()).isEqualTo(new AudienceFigures(5, 2, 1, 1, 1));
        assertThat(imported.rejectHeader()).containsExactly("phone", "name");
        assertThat(rows("select concat_ws(' ', tape, n, line, phone, array_to_string(variables, '|')) from recipient"
                        + " where campaign_id = ? and status is null and attempts = 0 order by n"))
                .containsExactly(
                        "0 1 2 +919812345670 +919812345670|Zoë \"\\N{},\t\u20ac\nx\\",
                        "0 2 5 +919812345671 +919812345671|");
        assertThat(rows("select concat_ws(' ', line, code, array_to_string(cells, '|')) from reject"
                        + " where campaign_id = ? and reason <> '' order by line"))
                .containsExactly(
                        "4 phone_characters n/a|x|",
                        "6 duplicate +919812345670|again",
                        "7 suppressed +919812345672|no");
    }

    @Test
    void shouldKnowOnePersonWhenFormsOfANumberDiffer() throws Exception {
        // a STOP from 551187654321 did not keep the next campaign from sending to +5511987654321, nor the other way
        // about
        jdbi.useHandle(handle -> handle.execute("insert into suppression values"
                + " ('+551187654321', 'asked to stop', 'test', now()), ('+2250707080910', 'asked', 'test', now())"));

        ImportedAudience imported = read("""
                phone,name
                +541123456789,one
                +5491123456789,again
                +5511987654321,stopped
                +2250707080911,two
                +525512345678,three
                +5215512345678,again
                +24166031234,four
                +24106031234,again
                +24107123456,five
                """);

        assertThat(
                        rows(
                                "select concat_ws(' ', n, line, phone, person) from recipient where campaign_id = ? order by n"))
                .containsExactly(
                        "1 2 +541123456789 +5491123456789",
                        "2 5 +2250707080911",
                        "3 6 +525512345678",
                        "4 8 +24166031234",
                        "5 10 +24107123456 +24177123456");
        assertThat(rows("select concat_ws(' ', line, code, reason) from reject where campaign_id = ? order by line"))
                .containsExactly(
                        "3 duplicate Line 2 has the same number.",
                        "4 suppressed This number is on the suppression list.",
                        "7 duplicate Line 6 has the same number.",
                        "9 duplicate Line 8 has the same number, in this form or another.");
        assertThat(imported.figures()).isEqualTo(new AudienceFigures(9, 5, 0, 3, 1));
    }

    @Test
    void shouldKeepEmptyArraysWhenCaptionAsksForNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("file.csv"), "phone\n+919812345670\n");
        AudienceSpec spec = new AudienceSpec(null, PhoneFormat.AUTO, null, MessageTexts.NONE);

        jdbi.useTransaction(handle -> new AudienceImport(campaign, handle.getConnection()).read(file, spec));

        assertThat(rows("select variables::text from recipient where campaign_id = ?"))
                .containsExactly("{}");
    }

    @Test
    void shouldNumberTapeWithoutGapsWhenRowsAreRejectedBetween() throws Exception {
        String rows = IntStream.range(0, 10_000)
                .mapToObj(i -> i % 7 == 0 ? "x" : "+9198%08d".formatted(i))
                .collect(Collectors.joining("\n"));

        AudienceFigures figures = read("phone,name\n" + rows).figures();

        assertThat(rows("select concat_ws(' ', min(n), max(n), count(*), count(distinct n),"
                        + " bool_and(phone = '+9198' || lpad((line - 2)::text, 8, '0'))) from recipient"
                        + " where campaign_id = ?"))
                .containsExactly("1 %1$d %1$d %1$d t".formatted(figures.accepted()));
        assertThat(rows("select count(*)::text from reject where campaign_id = ?"))
                .containsExactly(Long.toString(figures.rejected()));
    }

    @Test
    void shouldLeaveNothingBehindWhenFileIsRefusedInTheMiddle() throws Exception {
        String rows =
                IntStream.range(0, 20_000).mapToObj("+9198%08d"::formatted).collect(Collectors.joining("\n"));

        assertThatThrownBy(() -> read("phone,name\n" + rows + ",\"never closed\n"))
                .isInstanceOf(InvalidAudienceException.class);
        assertThatThrownBy(() -> read("phone,name\nx\n")).isInstanceOf(InvalidAudienceException.class);

        assertThat(rows("select 'left' from recipient where campaign_id = ?")).isEmpty();
        assertThat(rows("select 'left' from reject where campaign_id = ?")).isEmpty();
        assertThat(read("phone,name\n+919812345670,x\n").figures().accepted()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhenCampaignWasImportedBefore() throws Exception {
        read("phone,name\n+919812345670,x\n");

        assertThatThrownBy(() -> read("phone,name\n+919812345671,x\n")).isInstanceOf(SQLException.class);
        assertThat(rows("select phone from recipient where campaign_id = ?")).containsExactly("+919812345670");
    }

    private ImportedAudience read(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("file.csv"), text);
        return jdbi.inTransaction(handle -> new AudienceImport(campaign, handle.getConnection()).read(file, SPEC));
    }

    private List<String> rows(String query) {
        return jdbi.withHandle(handle -> handle.createQuery(query)
                .bind(0, campaign.value())
                .mapTo(String.class)
                .list());
    }
}
