package io.drumbeat.campaigns.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;

class WorkbookTest {

    @Test
    void shouldReadWhatAnotherProgramWrites() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var workbook = new org.dhatim.fastexcel.Workbook(out, "Test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("People");
            sheet.value(0, 0, "Phone");
            sheet.value(0, 1, "Näme");
            sheet.value(2, 0, 919812345678L);
            sheet.inlineString(2, 1, " Zoë & <Co> ");
            sheet.value(2, 3, true);
            sheet.value(3, 0, 9.19812345679E11);
            sheet.value(3, 1, LocalDate.of(2026, 12, 1));
            sheet.style(3, 1).format("dd/mm/yyyy").set();
            sheet.value(3, 2, 7);
            sheet.style(3, 2).format("0000").set();
            sheet.value(4, 0, "Phone");
            workbook.newWorksheet("Other").value(0, 0, "there");
        }
        byte[] file = out.toByteArray();

        assertThat(Sheets.rows(file))
                .containsExactly(
                        "1: Phone|Näme",
                        "3: 919812345678| Zoë & <Co> ||TRUE",
                        "4: 919812345679|2026-12-01|0007",
                        "5: Phone");
        assertThat(Sheets.rows(file, "other")).containsExactly("1: there");
    }

    @Test
    void shouldReadEachKindOfCell() throws Exception {
        byte[] file = SampleWorkbook.of("""
                        <row r="2"><c r="B2" t="s"><v>1</v></c><c r="D2" t="str"><f>A1&amp;B1</f><v>a_x000D_b</v></c>
                        <c r="E2" t="b"><v>0</v></c><c r="F2" t="e"><v>#N/A</v></c><c r="G2" t="d"><v>2026-12-01T00:00:00</v></c>
                        <c r="H2"><f>1+1</f><v>2</v></c><c r="I2"/></row>
                        <row r="4"/><row><c t="inlineStr"><is><r><t>ri</t></r><r><rPr/><t xml:space="preserve">ch </t></r></is></c>
                        <c t="s"><v>0</v></c><c t="s"><v>2</v></c></row>""")
                .withStrings(
                        "<t>a</t>",
                        "<r><t>b</t></r><r><t>c</t></r><rPh><t>spoken</t></rPh>",
                        "<t>_x005F_x000D_<![CDATA[<]]></t>")
                .bytes();

        assertThat(Sheets.rows(file))
                .containsExactly("2: |bc||a\rb|FALSE|#N/A|2026-12-01|2", "4: ", "5: rich |a|_x000D_<");
    }

    @Test
    void shouldTakeTheFirstSheetWithCellsWhenNoneIsNamed() throws Exception {
        byte[] file = SampleWorkbook.of("<row><c><v>1</v></c></row>")
                .with("xl/workbook.xml", """
                        <workbook xmlns:r="r"><sheets><sheet name="Chart" r:id="r2"/><sheet name="A" state="hidden" r:id="r1"/>
                        <sheet name="B" r:id="r0"/></sheets></workbook>""")
                .with(
                        "xl/_rels/workbook.xml.rels",
                        SampleWorkbook.relations(
                                "worksheet worksheets/sheet1.xml",
                                "worksheet /xl/worksheets/two.xml",
                                "chartsheet c.xml"))
                .with("xl/worksheets/two.xml", SampleWorkbook.sheet("<row><c><v>2</v></c></row>"))
                .bytes();

        assertThat(Sheets.rows(file)).containsExactly("1: 2");
        assertThat(Sheets.rows(file, "B")).containsExactly("1: 1");
        UnreadableWorkbookException fault = Sheets.refusal(file, "Chart");
        assertThat(fault.isOfSheet()).isTrue();
        assertThat(fault).hasMessage("There is no sheet \"Chart\". The sheets are: \"A\", \"B\".");
    }

    @Test
    void shouldFindTextsAgainWhenTheyNoLongerFitInMemory() throws Exception {
        String filler = "é".repeat(10_000);
        String[] texts = IntStream.range(0, 500)
                .mapToObj(i -> "<t>" + i + filler + "</t>")
                .toArray(String[]::new);
        List<Integer> wanted = List.of(499, 0, 250, 499, 251, 1, 3, 490);
        String cells = wanted.stream()
                .map(i -> "<row><c t='s'><v>" + i + "</v></c></row>")
                .collect(Collectors.joining());

        assertThat(Sheets.rows(SampleWorkbook.of(cells).withStrings(texts).bytes()))
                .containsExactlyElementsOf(IntStream.range(0, wanted.size())
                        .mapToObj(row -> (row + 1) + ": " + wanted.get(row) + filler)
                        .toList());
    }

    @Test
    void shouldCountDaysFrom1904WhenTheWorkbookDoes() throws Exception {
        SampleWorkbook workbook =
                SampleWorkbook.of("<row><c s='1'><v>0.5</v></c></row>").withFormats("d.m.yy h:mm");
        assertThat(Sheets.rows(workbook.bytes())).containsExactly("1: 1899-12-31 12:00");

        workbook.with("xl/workbook.xml", """
                <workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="a" r:id="r0"/></sheets></workbook>""");
        assertThat(Sheets.rows(workbook.bytes())).containsExactly("1: 1904-01-01 12:00");
    }
}
