package io.drumbeat.campaigns.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkbookRefusalTest {
    private static final String ROW = "<row><c><v>1</v></c></row>";

    @ParameterizedTest
    @MethodSource("others")
    void shouldSayWhatItIsWhenItIsNoWorkbook(byte[] file, String said) {
        assertThat(Sheets.refusal(file, null)).hasMessageContaining(said);
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(old("EncryptedPackage"), "is encrypted with a password"),
                Arguments.of(old("Workbook"), "is an old Excel workbook (.xls)"),
                Arguments.of(old("Book"), "is an old Excel workbook (.xls)"),
                Arguments.of(old("WordDocument"), "is a Word document"),
                Arguments.of(old("Something"), "an old Office program"),
                Arguments.of(zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "(.ods)"),
                Arguments.of(zip("mimetype", "application/vnd.oasis.opendocument.text"), "is an OpenDocument file"),
                Arguments.of(zip("Index/Document.iwa", ""), "Apple's Numbers"),
                Arguments.of(office("word/document.xml"), "is a Word document"),
                Arguments.of(office("ppt/presentation.xml"), "is a PowerPoint presentation"),
                Arguments.of(office("xl/workbook.bin"), "is a binary Excel workbook (.xlsb)"),
                Arguments.of(zip("recipients.csv", "phone"), "is a ZIP archive that is no Excel workbook"),
                Arguments.of(zip("_rels/.rels", "<Relationships/>"), "is a ZIP archive that is no Excel workbook"));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void shouldSayThatItIsDamagedWhenItIs(byte[] file, String how) {
        assertThat(Sheets.refusal(file, null))
                .hasMessageStartingWith("This Excel workbook is damaged (")
                .hasMessageContaining(how);
    }

    private static Stream<Arguments> damaged() {
        byte[] whole = SampleWorkbook.of(ROW).bytes();
        String bad = "a number in row 1 is none";
        return Stream.of(
                Arguments.of(Arrays.copyOf(whole, whole.length / 2), "cut off"),
                Arguments.of(withFlippedDigit(), "does not have its checksum"),
                Arguments.of(SampleWorkbook.of(ROW).without("xl/workbook.xml").bytes(), "xl/workbook.xml is missing"),
                Arguments.of(
                        SampleWorkbook.of(ROW)
                                .without("xl/worksheets/sheet1.xml")
                                .bytes(),
                        "sheet1.xml is missing"),
                Arguments.of(sheet("<row><c></row>"), "sheet1.xml is not well-formed XML"),
                Arguments.of(sheet("<row r='2'/><row r='2'/>"), "row 2 stands behind row 2"),
                Arguments.of(sheet("<row r='x'/>"), "behind row 0"),
                Arguments.of(sheet("<row r='-1'/>"), "behind row 0"),
                Arguments.of(sheet("<row><c r='B1'/><c r='A1'/></row>"), "a cell of row 1 is out of place"),
                Arguments.of(sheet("<row><c r='XFE1'/></row>"), "a cell of row 1 is out of place"),
                Arguments.of(sheet("<row><c r='ZZZZZZZZZZ1'/></row>"), "a cell of row 1 is out of place"),
                Arguments.of(sheet("<row><c t='s'><v>0</v></c></row>"), "a text that is not there"),
                Arguments.of(sheet("<row><c><v>abc</v></c></row>"), bad),
                Arguments.of(sheet("<row><c><v>1E+1000000000</v></c></row>"), bad),
                Arguments.of(sheet("<row><c><v>1E-1000000000</v></c></row>"), bad),
                Arguments.of(
                        SampleWorkbook.of("")
                                .with("xl/worksheets/sheet1.xml", "<worksheet/>")
                                .bytes(),
                        "the sheet has no end"));
    }

    @Test
    void shouldNotReadItWhenItDeclaresADocumentType(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "opensesame");
        String external = "<!DOCTYPE s [<!ENTITY e SYSTEM '%s'>]>".formatted(secret.toUri());
        String laughs = "<!DOCTYPE s [<!ENTITY a 'ha'><!ENTITY e '&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
        for (String type : new String[] {external, laughs}) {
            byte[] file = SampleWorkbook.of("")
                    .with(
                            "xl/worksheets/sheet1.xml",
                            type + "<s><sheetData><row><c t='str'><v>&e;</v></c></row></sheetData></s>")
                    .bytes();

            assertThat(Sheets.refusal(file, null)).hasMessageContaining("document type");
        }
    }

    @Test
    void shouldRefuseItWhenItUnpacksToMoreThanIsAllowed() {
        byte[] file = sheet(" ".repeat(1_000_000) + ROW);

        assertThat(Sheets.refusal(file, null, 900_000)).hasMessageContaining("unpacks to more than 900000 bytes");
    }

    @Test
    void shouldRefuseItWhenWhatIsNotReadUnpacksToMoreThanIsAllowed() {
        byte[] file = SampleWorkbook.of(ROW)
                .with("xl/media/image1.png", new byte[1_000_000])
                .bytes();

        assertThat(Sheets.refusal(file, null, 900_000)).hasMessageContaining("unpacks to more than 900000 bytes");
    }

    @Test
    void shouldRefuseItWhenItUnpacksToMoreThanItSays() {
        byte[] file = sheet(" ".repeat(1_000_000) + ROW);
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < file.length - 4; i++) {
            if (bytes.getInt(i) == 0x02014B50) {
                bytes.putInt(i + 24, 1); // the size that the archive's directory has for a part
            }
        }

        assertThat(Sheets.refusal(file, null, 900_000)).hasMessageContaining("unpacks to more than 900000 bytes");
    }

    @Test
    void shouldRefuseItWhenATagWouldFillTheMemory() {
        byte[] file = sheet("<row a='" + "x".repeat(5_000_000) + "'/>");

        assertThat(Sheets.refusal(file, null)).hasMessageContaining("a tag of more than 4 MiB");
    }

    @Test
    void shouldRefuseItWhenAPartThatIsKeptWouldFillTheMemory() {
        byte[] file = SampleWorkbook.of(ROW)
                .withFormats()
                .with("xl/styles.xml", "<styleSheet><cellXfs>" + "<xf/>".repeat(7_000_000) + "</cellXfs></styleSheet>")
                .bytes();

        assertThat(Sheets.refusal(file, null)).hasMessageContaining("xl/styles.xml is too large");
    }

    @Test
    void shouldRefuseItWhenACellOrARowIsTooLong() {
        String text = "x".repeat(600_000);
        String cell = "<c t='str'><v>" + text + "</v></c>";

        assertThat(Sheets.refusal(sheet("<row><c t='str'><v>" + text + text + "</v></c></row>"), null))
                .hasMessageContaining("A cell of this Excel workbook holds more than 1 MiB");
        assertThat(Sheets.refusal(sheet("<row/><row>" + cell + cell + "</row>"), null))
                .hasMessageContaining("Row 2 of the sheet is longer than 1 MiB");
        assertThat(Sheets.refusal(sheet("<row>" + cell.replace('x', 'é') + "</row>"), null))
                .hasMessageContaining("Row 1 of the sheet is longer than 1 MiB");
    }

    /** It would count as empty, and a placeholder's fallback be sent. */
    @Test
    void shouldRefuseItWhenAFormulaWasNeverWorkedOut() throws Exception {
        assertThat(Sheets.refusal(sheet("<row r='7'><c><f>1+1</f><v/></c></row>"), null))
                .hasMessageContaining("A formula in row 7 of the sheet has no value yet");
        assertThat(Sheets.rows(sheet("<row><c t='str'><f>A1</f><v></v></c><c><v>1</v></c></row>")))
                .containsExactly("1: |1");
    }

    /** Each cell is a copy of its own, of a text that no longer fits in memory beside the others. */
    @Test
    void shouldRefuseItWhenARowWouldFillTheMemory() {
        String text = "<t>" + "x".repeat(1_000_000) + "</t>";
        String cells = "<c t='s'><v>2</v></c>".repeat(3_000);

        assertThat(Sheets.refusal(
                        SampleWorkbook.of("<row>" + cells + "</row>")
                                .withStrings(text, text, text)
                                .bytes(),
                        null))
                .hasMessageContaining("Row 1 of the sheet is longer than 1 MiB");
    }

    @Test
    void shouldRefuseItWhenItHasMoreRowsThanExcel() throws Exception {
        assertThat(Sheets.rows(sheet("<row r='1048576'><c><v>1</v></c></row>"))).containsExactly("1048576: 1");
        assertThat(Sheets.refusal(sheet("<row r='1048576'/><row/>"), null))
                .hasMessageContaining("more than 1,048,576 rows");
    }

    private static byte[] sheet(String rows) {
        return SampleWorkbook.of(rows).bytes();
    }

    private static byte[] office(String main) {
        return zip("_rels/.rels", SampleWorkbook.relations("officeDocument " + main));
    }

    private static byte[] zip(String name, String content) {
        return SampleWorkbook.empty().with(name, content).bytes();
    }

    /** A container of before 2007 with a part of that name, as its directory has it, beyond the first 64 KiB. */
    private static byte[] old(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0});
        bytes.writeBytes(new byte[65_530]);
        bytes.writeBytes(name.getBytes(StandardCharsets.UTF_16LE));
        bytes.writeBytes(new byte[100]);
        return bytes.toByteArray();
    }

    /** A phone number that is still a number, and another one. */
    private static byte[] withFlippedDigit() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            SampleWorkbook.of("<row><c><v>919812345678</v></c></row>").forEach((name, content) -> {
                try {
                    zip.putNextEntry(new ZipEntry(name));
                    zip.write(content);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        byte[] file = bytes.toByteArray();
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf("919812345678");
        file[at + 11] = '9';
        return file;
    }
}
