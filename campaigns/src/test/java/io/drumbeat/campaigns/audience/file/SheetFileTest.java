package io.drumbeat.campaigns.audience.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.ReadAudience;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.workbook.SampleWorkbook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A workbook as a recipients file. */
class SheetFileTest {

    @Test
    void shouldReadNumbersAsPhonesWhenTheyAreKeptAsNumbers() {
        byte[] file = SampleWorkbook.of("""
                        <row r="3"><c t="str"><v>Mobile</v></c><c t="str"><v>name</v></c></row>
                        <row r="5"><c><v>9.19812345670E11</v></c><c t="str"><v>Asha</v></c></row>
                        <row r="6"><c r="B6" t="str"><v> </v></c></row>
                        <row r="7"><c><v>919812345671</v></c></row>
                        <row r="9"><c><v>919812345670</v></c><c t="str"><v>Asha</v></c></row>
                        <row r="10"><c t="str"><v>9.19E+11</v></c></row>
                        <row r="11"><c r="B11" t="str"><v>Zoë</v></c></row>
                        <row r="12"><c><v>919812345672</v></c><c/><c t="str"><v>note</v></c></row>""").bytes();

        ReadAudience read = ReadAudience.of(file, ReadAudience.caption("Hi {{name|friend}}"));

        assertThat(read.header()).containsExactly("Mobile", "name");
        assertThat(read.phones()).containsExactly("+919812345670", "+919812345671");
        assertThat(read.lines()).containsExactly(5L, 7L);
        assertThat(read.recipients())
                .extracting(ReadAudience.Recipient::variables)
                .containsExactly(List.of("Asha"), List.of(""));
        assertThat(read.codes()).containsExactly("9 duplicate", "10 phone_excel", "11 phone_empty", "12 extra_cells");
        assertThat(read.figures()).isEqualTo(new AudienceFigures(6, 2, 3, 1, 0));
    }

    @Test
    void shouldTakeItsRejectsBackWhenTheyAreCorrected() throws Exception {
        ReadAudience read = ReadAudience.of(
                SampleWorkbook.ofTexts(List.of("phone", "name"), List.of("+919812345670", "=A"), List.of("x", "=B")),
                ReadAudience.caption("{{name}}"));
        String rejects = new String(read.rejectsCsv(), StandardCharsets.UTF_8);

        assertThat(rejects).contains("3,phone_characters", "'=B");
        assertThat(ReadAudience.of(rejects.replace(",x,", ",+919812345671,"), ReadAudience.caption("{{name}}"))
                        .recipients())
                .extracting(ReadAudience.Recipient::variables)
                .containsExactly(List.of("=B"));
    }

    @Test
    void shouldBlameTheSheetWhenThereIsNone() {
        byte[] file = SampleWorkbook.ofTexts(List.of("phone"), List.of("+919812345670"));

        assertThat(ReadAudience.of(file, sheet("list 1")).phones()).hasSize(1);
        assertThat(ReadAudience.faults(file, sheet("Sheet2")))
                .containsExactly(new FieldError("sheet", "There is no sheet \"Sheet2\". The sheets are: \"List 1\"."));
    }

    @Test
    void shouldNotLookAtWhatIsSaidOfTheOtherKindOfFile() {
        byte[] file = SampleWorkbook.ofTexts(List.of("phone", "name"), List.of("+919812345670", "Zoë"));

        assertThat(ReadAudience.of(file, ReadAudience.encoding("Shift_JIS")).recipients())
                .extracting(ReadAudience.Recipient::variables)
                .containsExactly(List.of("Zoë"));
        assertThat(ReadAudience.of("phone\n+919812345670\n".getBytes(StandardCharsets.UTF_8), sheet("List 1"))
                        .phones())
                .hasSize(1);
    }

    @Test
    void shouldRefuseTheFileWhenItIsNoAudience() {
        assertThat(ReadAudience.fault(SampleWorkbook.of("").bytes())).contains("it is empty");
        assertThat(ReadAudience.fault(SampleWorkbook.ofTexts(List.of("name"), List.of("Asha"))))
                .contains("No column is called phone", "\"name\"");
        assertThat(ReadAudience.fault(SampleWorkbook.of("<row><c><v>919812345670</v></c></row>")
                        .bytes()))
                .contains("has no header");
        assertThat(ReadAudience.fault("PK\3\4\0\0".getBytes(StandardCharsets.ISO_8859_1)))
                .contains("Excel workbook is damaged");
    }

    private static AudienceSpec sheet(@Nullable String name) {
        return new AudienceSpec(null, PhoneFormat.AUTO, null, null, name, MessageTexts.NONE, List.of());
    }
}
