package io.drumbeat.campaigns.audience;

import static io.drumbeat.campaigns.audience.ReadAudience.INTERNATIONAL;
import static io.drumbeat.campaigns.audience.ReadAudience.caption;
import static io.drumbeat.campaigns.audience.ReadAudience.fault;
import static io.drumbeat.campaigns.audience.ReadAudience.faults;
import static io.drumbeat.campaigns.audience.ReadAudience.parameters;
import static io.drumbeat.campaigns.audience.ReadAudience.phoneColumn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drumbeat.campaigns.audience.ReadAudience.Recipient;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.json.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceReaderTest {
    private static final String A = "+919812345670";
    private static final String B = "+919812345671";
    private static final String C = "+919812345672";

    // Delimiters

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void shouldFindDelimiterWhenItYieldsAPhoneColumn(String delimiter) {
        String text = "name,phone;mobile".contains(delimiter)
                ? "name%sphone\nx%s" + A + "\n"
                : "a,b;c%sphone\nx%s" + A + "\n";

        assertThat(ReadAudience.of(text.formatted(delimiter, delimiter)).phones())
                .containsExactly(A);
    }

    @Test
    void shouldPreferEqualWidthsWhenTwoDelimitersYieldAPhoneColumn() {
        String text = "phone,x;to\n" + A + ",1;2\n" + B + ",3;4,5;6\n" + C + ",7\n";

        assertThat(ReadAudience.of(text, phoneColumn("phone")).phones()).containsExactly(A, C);
        assertThat(ReadAudience.of("phone;phone,to\n" + A + ";x,y\n" + B + ";x\n", phoneColumn("phone"))
                        .phones())
                .containsExactly(A, B);
    }

    @Test
    void shouldPreferMoreColumnsWhenDelimitersFitAlike() {
        assertThat(ReadAudience.of("mobile\tno\n" + A + "\t1\n").phones()).containsExactly(A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;", "SEP=;", "\"sep=;\""})
    void shouldHonourDeclarationWhenItStandsFirst(String declaration) {
        ReadAudience read = ReadAudience.of(declaration + "\r\nphone;to,x\r\n" + A + ";1,2\r\n");

        assertThat(read.recipients()).containsExactly(new Recipient(1, 3, A, List.of()));
        assertThat(read.header()).containsExactly("phone", "to,x");
    }

    @Test
    void shouldRefuseFileWhenDeclaredDelimiterIsNotItsOwn() {
        assertThat(fault("sep=;\nphone,name\n1,2\n")).contains("\"phone,name\"");
    }

    // Rows and lines

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void shouldSkipEmptyRecordsWhenTheyStandAnywhere(String end) {
        ReadAudience read = ReadAudience.of(
                String.join(end, "", " ,\u00a0", "phone,name", ",", "\"\"", A + ",\"a" + end + "b\"", "", B, ""));

        assertThat(read.recipients())
                .containsExactly(new Recipient(1, 6, A, List.of()), new Recipient(2, 9, B, List.of()));
        assertThat(read.figures()).isEqualTo(new AudienceFigures(2, 2, 0, 0, 0));
    }

    @Test
    void shouldAddUpWhenRowsMeetEveryFate() {
        ReadAudience read =
                ReadAudience.of("phone\n" + A + "\nx\n" + A + "\n" + B + "\n" + C + "\n", INTERNATIONAL, 919812345671L);

        assertThat(read.figures()).isEqualTo(new AudienceFigures(5, 2, 1, 1, 1));
        assertThat(read.codes()).containsExactly("3 phone_characters", "4 duplicate", "5 suppressed");
        assertThat(read.recipients())
                .containsExactly(new Recipient(1, 2, A, List.of()), new Recipient(2, 6, C, List.of()));
    }

    @Test
    void shouldKeepOrderWhenRowsAreCheckedOnSeveralThreads() {
        String rows = IntStream.range(0, 30_000)
                .mapToObj(i -> i % 3 == 0 ? "bad" : "+9198%08d".formatted(i))
                .collect(Collectors.joining("\n"));

        ReadAudience read = ReadAudience.of("phone\n" + rows);

        assertThat(read.figures()).isEqualTo(new AudienceFigures(30_000, 20_000, 10_000, 0, 0));
        assertThat(read.lines()).isSorted();
        assertThat(read.recipients()).extracting(Recipient::n).isSorted().endsWith(20_000L);
        assertThat(read.rejects()).extracting(RejectedRow::line).isSorted();
    }

    @Test
    void shouldRejectRowWhenTextStandsBehindAQuote() {
        ReadAudience read = ReadAudience.of(
                String.join("\n", "phone,name", A + ",\"x\"y", B + ",\"x\" ", "\"" + C + "\"z,x", C + ",x"));

        assertThat(read.codes()).containsExactly("2 quote", "4 quote");
        assertThat(read.lines()).containsExactly(3L, 5L);
        assertThat(read.rejects().get(0).cells()).containsExactly(A, "\"x\"y");
    }

    @Test
    void shouldRejectRowWhenItHasMoreCellsThanHeaders() {
        ReadAudience read = ReadAudience.of("phone,name\n" + A + ",Doe,Jane\n" + B + ",Doe, ,\n" + C + "\n");

        assertThat(read.codes()).containsExactly("2 extra_cells");
        assertThat(read.rejects().get(0).cells()).containsExactly(A, "Doe", "Jane");
        assertThat(read.phones()).containsExactly(B, C);
    }

    @Test
    void shouldGiveTheFirstCodeWhenSeveralApply() {
        AudienceSpec spec =
                new AudienceSpec(null, PhoneFormat.AUTO, "DE", MessageTexts.ofCaption("{{name}}" + "x".repeat(1020)));
        ReadAudience read = ReadAudience.of("""
                phone,name
                "a"b,,x
                ,,x
                ,
                \u200b,
                9E+11,
                1.2.24,
                x,
                4915123456789,
                +491,
                +4915123456789,
                +4915123456789,12345
                +4915123456780,1234
                +4915123456781,1234
                +4915123456781,1234
                """, spec, 4915123456780L);

        assertThat(read.codes())
                .containsExactly(
                        "2 quote",
                        "3 extra_cells",
                        "5 phone_empty",
                        "6 phone_excel",
                        "7 phone_date",
                        "8 phone_characters",
                        "9 phone_ambiguous",
                        "10 phone_invalid",
                        "11 placeholder_empty",
                        "12 caption_long",
                        "13 suppressed",
                        "15 duplicate");
    }

    @Test
    void shouldNameTheFirstLineWhenRowIsADuplicate() {
        ReadAudience read = ReadAudience.of("phone,name\n" + A + ",x\n+91 98123-45670,y\n" + A + ",z\n");

        assertThat(read.rejects())
                .extracting(RejectedRow::reason)
                .containsExactly("Line 2 has the same number.", "Line 2 has the same number.");
        assertThat(read.figures()).isEqualTo(new AudienceFigures(3, 1, 0, 2, 0));
    }

    @Test
    void shouldNotCallRowADuplicateWhenTheOneAboveWasRejected() {
        assertThat(ReadAudience.of("phone,name\n" + A + ",\n" + A + ",x\n", caption("{{name}}"))
                        .lines())
                .containsExactly(3L);
    }

    // A list without its country

    @Test
    void shouldRefuseFileWhenItsPhonesAreACountrysOwn() {
        // of fourteen numbers of the United States two were accepted, as strangers in Singapore
        List<String> american = List.of(
                "2125550123",
                "3105550147",
                "4155552671",
                "6502530000",
                "6591234567",
                "6598765432",
                "7185550111",
                "2025550143",
                "3055550199",
                "5125550102",
                "6175550155",
                "7025550166",
                "9175550177",
                "2065550188");
        String text = "phone\n" + String.join("\n", american) + "\n+14155552671\n00442083661177\n";

        assertThat(faults(text)).singleElement().satisfies(fault -> {
            assertThat(fault.field()).isEqualTo("defaultRegion");
            assertThat(fault.message()).contains("of the 14 phones", "look like national numbers", "Set the region");
        });
        assertThat(faults(text, new AudienceSpec(null, PhoneFormat.INTERNATIONAL, "US", MessageTexts.NONE)))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).isEqualTo("defaultRegion");
                    assertThat(fault.message()).contains("Set phoneFormat to auto", "US");
                });
        assertThat(ReadAudience.of(text, new AudienceSpec(null, PhoneFormat.AUTO, "US", MessageTexts.NONE))
                        .phones())
                .contains("+12125550123", "+442083661177");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"98123 45670\n98123 45671\n", "(212) 555-0123\n", "0151 23456789\n919812345670\n0151 23456788\n"
            })
    void shouldRefuseFileWhenMoreOfItsBarePhonesAreInvalidThanNot(String rows) {
        assertThat(faults("phone\n" + A + "\n" + B + "\n" + C + "\n" + rows))
                .extracting(FieldError::field)
                .containsExactly("defaultRegion");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "919812345679\n9812345678\n", // half of them are international
                "n/a\n12345\n", // no phones at all
                "+9812345678\n009812345678\n" // each has said that it is international
            })
    void shouldTakeFileWhenItsBarePhonesMayBeInternational(String rows) {
        assertThat(ReadAudience.of("phone\n" + A + "\n" + rows).phones()).contains(A);
    }

    // Columns

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phone",
                "mobile",
                "number",
                "phone_number",
                "mobile_number",
                "mobile no",
                "msisdn",
                "whatsapp",
                "whatsapp number",
                "to",
                "PHONE",
                " Mobile No. ",
                "Phone-Number",
                "MobileNumber",
                "\u200bWhats\u00adApp",
                "\"Mobile\nNo\"",
                "WHATSAPP_NUMBER"
            })
    void shouldFindPhoneColumnWhenItIsCalledLikeOne(String header) {
        assertThat(ReadAudience.of("name," + header + "\nx," + A + "\n").phones())
                .containsExactly(A);
    }

    @Test
    void shouldTakeTheFirstWhenSeveralAreCalledLikePhones() {
        assertThat(ReadAudience.of("mobile,phone\n" + A + "," + B + "\n").phones())
                .containsExactly(A);
        assertThat(ReadAudience.of("to,number\n" + A + "," + B + "\n").phones()).containsExactly(A);
    }

    @Test
    void shouldNotTakeAnInvoicesNumberForAPhoneWhenThereIsAPhone() {
        assertThat(ReadAudience.of("Number,To,MSISDN\n1,x," + A + "\n").phones())
                .containsExactly(A);
    }

    @ParameterizedTest
    @CsvSource({
        "Pre\u0301nom, Pr\u00e9nom", // a header that a Mac has taken apart
        "Pr\u00e9nom, PRE\u0301NOM",
        "\uff2e\uff41\uff4d\uff45, name",
        "\u0130S\u0130M, isim",
        "isim, ISIM",
        "\u0130S\u0130M, ISIM",
        "\u0131s\u0131m, ISIM",
        "Stra\u00dfe, STRASSE",
        "\u039f\u0394\u039f\u03a3, \u03bf\u03b4\u03bf\u03c2",
        "\u03bb\u03cc\u03b3\u03bf\u03c2, \u039b\u038c\u0393\u039f\u03a3",
        "\ufb01rst, FIRST",
        "Na\u200b\u2060me, na\u034fm\ufe0fe",
        "'\u3164name', name"
    })
    void shouldFindColumnWhenItsNameIsTheSameWord(String header, String placeholder) {
        assertThat(ReadAudience.of("phone," + header + "\n" + A + ",x\n", caption("{{" + placeholder + "}}"))
                        .phones())
                .containsExactly(A);
    }

    @Test
    void shouldTakeTheNamedColumnWhenThereIsOne() {
        assertThat(ReadAudience.of("phone,Work Tel.\n" + A + "," + B + "\n", phoneColumn("work_tel"))
                        .phones())
                .containsExactly(B);
    }

    @Test
    void shouldListHeadersWhenNoPhoneColumnIsFound() {
        assertThat(fault("name, E-Mail \nx,y\n")).contains("headers found are: \"name\", \"E-Mail\"");
        assertThat(faults("phone,name\n1,2\n", phoneColumn("tel")))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).isEqualTo("columns.phone");
                    assertThat(fault.message()).contains("\"tel\"", "headers found are: \"phone\", \"name\"");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"+919812345678,x\n", "x,919812345678.0\n", "9.19E+11,x\n", "98123-45678,x\n"})
    void shouldSayThereIsNoHeaderWhenTheFirstRecordLooksLikeData(String text) {
        assertThat(fault(text)).contains("no header").doesNotContain("9812345678");
        assertThat(faults(text, phoneColumn("phone")))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("no header"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\n\n", " \n\t\n", "\u001a"})
    void shouldSayThereIsNoHeaderWhenFileIsEmpty(String text) {
        assertThat(fault(text)).contains("no header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"phone\n", "phone", "phone\nx\n", "phone\n\n,\n"})
    void shouldRefuseFileWhenNoRowIsAccepted(String text) {
        assertThat(faults(text)).extracting(FieldError::field).containsExactly("recipients");
    }

    @Test
    void shouldCountReasonsWhenNoRowIsAccepted() {
        assertThat(fault("phone\nx\n1\ny\n")).contains("2 phone_characters, 1 phone_invalid");
    }

    @Test
    void shouldRefuseFileWhenHeaderIsMisquoted() {
        assertThat(fault("\nphone,\"a\"b\n" + A + ",x\n")).contains("header", "line 2");
    }

    @Test
    void shouldRefuseDoubleHeaderWhenItIsUsed() {
        String text = "phone,Name,na-me,other,OTHER\n" + A + ",x,y,z,z\n";

        assertThat(faults(text, caption("{{name}}")))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("\"Name\""));
        assertThat(fault("Phone,phone\n" + A + "," + A + "\n")).contains("\"Phone\"");
        assertThat(ReadAudience.of(text).phones()).containsExactly(A);
    }

    @Test
    void shouldNotMindDoublePhoneHeaderWhenAnotherColumnIsThePhone() {
        assertThat(ReadAudience.of(
                                "mobile,phone,phone\n" + A + ",1,2\n",
                                new AudienceSpec("mobile", PhoneFormat.AUTO, null, MessageTexts.ofCaption("{{phone}}")))
                        .recipients()
                        .get(0)
                        .variables())
                .containsExactly(A);
    }

    // Placeholders

    @Test
    void shouldKeepTrimmedValuesWhenCaptionAsksForColumns() {
        ReadAudience read = ReadAudience.of(
                "phone,First Name,note,other\n" + A + ",\u2003Zoë\u00a0,\"a\r\nb\rc\",x\n" + B + ",\n",
                caption("{{first_name|friend}} {{NOTE|}} {{First-Name|you}}"));

        assertThat(read.recipients())
                .extracting(Recipient::variables)
                .containsExactly(List.of("Zoë", "a\nb\rc"), List.of("", ""));
    }

    @Test
    void shouldGiveTheNumberWhenCaptionAsksForThePhone() {
        ReadAudience read = ReadAudience.of(
                "Mobile,phone\n98123 45670,other\n",
                new AudienceSpec(
                        null, PhoneFormat.AUTO, "IN", MessageTexts.ofCaption("{{phone}} {{mobile}} {{PHONE|x}}")));

        assertThat(read.recipients().get(0).variables()).containsExactly(A, A);
    }

    @Test
    void shouldRejectRowWhenPlaceholderWithoutFallbackIsEmpty() {
        ReadAudience read = ReadAudience.of(
                "phone,name\n" + A + ",\u00a0\n" + B + ",x\n" + C + "\n", caption("{{name|x}}{{name}}"));

        assertThat(read.codes()).containsExactly("2 placeholder_empty", "4 placeholder_empty");
        assertThat(read.rejects().get(0).reason()).contains("\"name\"");
    }

    @ParameterizedTest
    @CsvSource({
        "{{nmae}}, name",
        "{{nmae|friend}}, name",
        "{{naem}}, name",
        "{{nam}}, name",
        "{{cdoe}}, code",
        "{{coed}}, code",
        "{{frist name}}, First Name",
        "{{first}}, First Name",
        "{{reject_code}}, code",
        "{{pohne|}}, phone"
    })
    void shouldNameNearestHeaderWhenColumnIsAbsent(String template, String nearest) {
        assertThat(faults("phone,name,First Name,code,reject_code\n" + A + ",x,y,z,\n", caption(template)))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).isEqualTo("media.caption");
                    assertThat(fault.message()).contains("nearest header is \"" + nearest + "\"");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{city}}", "{{x}}", "{{no}}", "{{surname of the partner}}", "{{ph}}"})
    void shouldNameNoHeaderWhenNoneIsNear(String template) {
        assertThat(faults("phone,name,First Name,code,a\n" + A + ",x,y,z,1\n", caption(template)))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).endsWith("names no column."));
    }

    @Test
    void shouldListAllHeadersWhenThereAreMany() {
        String headers = IntStream.range(0, 92).mapToObj("column %d"::formatted).collect(Collectors.joining(","));

        assertThat(fault(headers + ",tel\n"))
                .contains(IntStream.range(0, 92)
                        .mapToObj("\"column %d\""::formatted)
                        .toList())
                .contains("\"tel\"");
    }

    @Test
    void shouldNameTheColumnsOfPlaceholdersTooWhenThereIsNoPhoneColumn() {
        assertThat(faults("tel,name\n" + A + ",x\n", caption("{{nmae}} {{phone}}")))
                .extracting(FieldError::field)
                .containsExactly("recipients", "media.caption");
    }

    @Test
    void shouldNameAllFaultsWhenHeaderHasSeveral() {
        assertThat(faults("phone,Phone,name,name\n1,2,3,4\n", caption("{{name}} {{a}} {{b|x}}")))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("recipients", "recipients", "media.caption", "media.caption");
    }

    @Test
    void shouldRejectRowWhenCaptionGetsTooLong() {
        ReadAudience read = ReadAudience.of(
                "phone,name\n" + A + "," + "\ud83d\ude00".repeat(512) + "\n" + B + "," + "\ud83d\ude00".repeat(512)
                        + "x\n",
                caption("{{name}}"));

        assertThat(read.phones()).containsExactly(A);
        assertThat(read.codes()).containsExactly("3 caption_long");
    }

    // A template's parameters

    @Test
    void shouldKeepTheValuesOfAllParametersWhenThereAreSeveral() {
        ReadAudience read = ReadAudience.of(
                "phone,name,code\n" + A + ",Zoë,X1\n", parameters("{{code}}", "Dear {{name|}}", "{{CODE}}", "fixed"));

        assertThat(read.recipients()).extracting(Recipient::variables).containsExactly(List.of("X1", "Zoë"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            nullValues = "-",
            value = {
                // the cell, with escapes; what its row is rejected with
                "one line,-",
                "four    spaces,-",
                "five     spaces,parameter",
                "five\u00a0\u00a0 \u2003\u00a0mixed,parameter",
                "two\\nlines,parameter",
                "two\\r\\nlines,parameter",
                "two\u2028lines,parameter",
                "a\\ttab,parameter",
                "~~,placeholder_empty",
                "\u00a0,placeholder_empty",
            })
    void shouldRejectRowWhenItsParameterIsNotWhatMetaTakes(String cell, @Nullable String code) {
        String csv = "phone,name,note\n" + A + ",x,x\n" + B + ",y,\"" + cell.translateEscapes() + "\"\n";

        assertThat(ReadAudience.of(csv, parameters("{{name}}", "{{note}}")).codes())
                .isEqualTo(code == null ? List.of() : List.of("3 " + code));
    }

    @Test
    void shouldNameTheTemplateWhenARowIsRejectedForIt() {
        ReadAudience read = ReadAudience.of(
                "phone,name,note\n" + A + ",x,\n" + B + ",,x\n" + C + ",x,x\n", parameters("{{name}}", "{{note|}}"));

        assertThat(read.rejects())
                .extracting(RejectedRow::code, RejectedRow::reason)
                .containsExactly(
                        tuple("parameter", "Parameter 2 of the template would be empty."),
                        tuple(
                                "placeholder_empty",
                                "The cell \"name\" is empty: fill it, or give the template's parameter a fallback."));
    }

    @Test
    void shouldGiveParameterBeforeSuppressedWhenBothApply() {
        ReadAudience read = ReadAudience.of(
                "phone,name\n" + A + ",a\tb\n" + B + ",x\n" + C + ",x\n",
                parameters("{{name}}"),
                919812345670L,
                919812345671L);

        assertThat(read.codes()).containsExactly("2 parameter", "3 suppressed");
    }

    @Test
    void shouldNameEveryParameterWhenItsColumnIsAbsent() {
        assertThat(faults("phone,name\n" + A + ",x\n", parameters("{{nmae}}", "{{name}}", "{{code|x}} {{nmae|y}}")))
                .extracting(FieldError::field, FieldError::message)
                .containsExactly(
                        tuple(
                                "template.parameters[0]",
                                "The placeholder {{nmae}} names no column. The nearest header is \"name\"."),
                        tuple(
                                "template.parameters[2]",
                                "The placeholder {{nmae}} names no column. The nearest header is \"name\"."),
                        tuple("template.parameters[2]", "The placeholder {{code}} names no column."));
    }

    // A rejects.csv that comes back

    @Test
    void shouldTakeCorrectedRowsWhenRejectsComeBack() throws Exception {
        ReadAudience first = ReadAudience.of(
                "name,phone,note\nAda,+91 98123x45670,=1+1\nBob," + B + ",\nEve," + B + ",-\n", caption("{{note|}}"));
        String rejects = new String(first.rejectsCsv(), StandardCharsets.UTF_8);

        ReadAudience second = ReadAudience.of(rejects.replace('x', ' '), caption("{{note|}}"));

        assertThat(rejects)
                .startsWith("\uFEFFreject_line,reject_code,reject_reason,name,phone,note\r\n2,phone_characters,")
                .contains(
                        ",Ada,'+91 98123x45670,'=1+1\r\n4,duplicate,Line 3 has the same number.,Eve,'" + B + ",'-\r\n");
        assertThat(second.recipients()).containsExactly(new Recipient(1, 2, A, List.of("=1+1")));
        assertThat(second.figures()).isEqualTo(new AudienceFigures(2, 1, 0, 1, 0));
        assertThat(second.header()).containsExactly("name", "phone", "note");
        assertThat(second.rejects().get(0).cells()).containsExactly("Eve", "'" + B, "'-");
    }

    @Test
    void shouldFindGuardedHeaderWhenRejectsComeBack() throws Exception {
        ReadAudience first = ReadAudience.of(
                "+phone,=name,@code\n+9198,Ada,1\n" + A + ",Bob,2\n",
                new AudienceSpec("+phone", PhoneFormat.AUTO, null, MessageTexts.ofCaption("{{=name}} {{@code}}")));
        String rejects = new String(first.rejectsCsv(), StandardCharsets.UTF_8);

        ReadAudience second = ReadAudience.of(
                rejects.replace("+9198", B),
                new AudienceSpec("+phone", PhoneFormat.AUTO, null, MessageTexts.ofCaption("{{=name}} {{@code}}")));

        assertThat(rejects).contains("'+phone,'=name,'@code");
        assertThat(second.recipients()).containsExactly(new Recipient(1, 2, B, List.of("Ada", "1")));
        assertThat(second.header()).containsExactly("'+phone", "'=name", "'@code");
    }

    @Test
    void shouldIgnoreOurColumnsWhenTheyAreWrittenInAnyCase() {
        ReadAudience read =
                ReadAudience.of("REJECT_Line, Reject_Anything ,phone\n7,x," + A + "\n8,y,z,extra\n9,,bad\n");

        assertThat(read.header()).containsExactly("phone");
        assertThat(read.rejects())
                .extracting(RejectedRow::cells)
                .containsExactly(List.of("z", "extra"), List.of("bad"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"'=x,=x", "'+x,+x", "'-x,-x", "'@x,@x", "''=x,''=x", "'x,'x"})
    void shouldDropOneApostropheWhenRejectsComeBack(String cell, String expected) {
        assertThat(variable("reject_line,phone,name\n2," + A + "," + cell + "\n"))
                .isEqualTo(expected);
        assertThat(variable("phone,name\n" + A + "," + cell + "\n")).isEqualTo(cell);
    }

    @Test
    void shouldCallRowADuplicateAgainOnlyWhenNothingElseApplies() {
        ReadAudience read = ReadAudience.of("reject_code,phone\nduplicate,x\n duplicate ," + A + "\nphone_invalid," + A
                + "\nduplicate," + A + "\n");

        assertThat(read.codes()).containsExactly("2 phone_characters", "3 duplicate", "5 duplicate");
        assertThat(read.lines()).containsExactly(4L);
    }

    // Hostile files

    @Test
    void shouldRefuseFileWhenOneLineIsTenMegabytes() {
        assertThat(fault("x".repeat(10_000_000))).contains("line 1 is longer than 1 MiB");
        assertThat(fault("phone\n" + "1".repeat(10_000_000))).contains("line 2 is longer than 1 MiB");
    }

    @Test
    void shouldReadFileWhenItHasAMillionColumns() {
        String commas = ",".repeat(1_000_000);

        ReadAudience read = ReadAudience.of("phone" + commas + "\n" + A + commas + "\n", caption("{{phone}}"));

        assertThat(read.phones()).containsExactly(A);
        assertThat(fault("x" + commas + "y\n"))
                .contains("headers found are: \"x\", \"y\".")
                .hasSizeLessThan(1000);
    }

    @Test
    void shouldNameLineWhenAQuoteOpensAndIsNeverClosed() {
        assertThat(fault("phone,name\n" + A + ",x\n" + B + ",\"y\n" + C + ",z\n"))
                .contains("line 3 is never closed");
        assertThat(fault("phone,\"name\n" + A + ",x\n")).contains("line 1 is never closed");
    }

    private static String variable(String text) {
        return ReadAudience.of(text, caption("{{name}}"))
                .recipients()
                .get(0)
                .variables()
                .get(0);
    }
}
