package io.drumbeat.campaigns.workbook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An .xlsx file, part by part as a test wants it. */
public final class SampleWorkbook {
    private static final String TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    private final Map<String, byte[]> parts = new LinkedHashMap<>();

    private SampleWorkbook() {}

    /** One sheet, named List 1, with those rows in XML. */
    public static SampleWorkbook of(String rows) {
        return new SampleWorkbook()
                .with("[Content_Types].xml", "<Types/>")
                .with("_rels/.rels", relations("officeDocument xl/workbook.xml"))
                .with("xl/workbook.xml", """
                        <workbook xmlns:r="r"><sheets><sheet name="List 1" sheetId="1" r:id="r0"/></sheets></workbook>""")
                .with("xl/_rels/workbook.xml.rels", relations("worksheet worksheets/sheet1.xml"))
                .with("xl/worksheets/sheet1.xml", sheet(rows));
    }

    /** Nothing yet. */
    static SampleWorkbook empty() {
        return new SampleWorkbook();
    }

    /** Rows of inline texts, from row 1 on; an empty text is no cell. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static byte[] ofTexts(List<String>... rows) {
        StringBuilder xml = new StringBuilder();
        for (List<String> row : rows) {
            xml.append("<row>");
            row.forEach(text -> xml.append("<c t='inlineStr'><is><t>")
                    .append(text.replace("&", "&amp;").replace("<", "&lt;"))
                    .append("</t></is></c>"));
            xml.append("</row>");
        }
        return of(xml.toString()).bytes();
    }

    static String sheet(String rows) {
        return "<?xml version='1.0' encoding='UTF-8'?><worksheet><sheetData>" + rows + "</sheetData></worksheet>";
    }

    /** Relations with the ids r0, r1…, each as {@code kind target}. */
    static String relations(String... kindsAndTargets) {
        StringBuilder xml = new StringBuilder("<Relationships>");
        for (int i = 0; i < kindsAndTargets.length; i++) {
            String[] both = kindsAndTargets[i].split(" ", 2);
            xml.append("<Relationship Id='r%d' Type='%s%s' Target='%s'/>".formatted(i, TYPE, both[0], both[1]));
        }
        return xml.append("</Relationships>").toString();
    }

    /** With shared strings, each the inside of its {@code si}. */
    SampleWorkbook withStrings(String... strings) {
        return withOthers()
                .with("xl/sharedStrings.xml", "<sst><si>" + String.join("</si><si>", strings) + "</si></sst>");
    }

    /** With style 0 general, and the others as those format codes. */
    SampleWorkbook withFormats(String... codes) {
        StringBuilder formats = new StringBuilder();
        StringBuilder styles = new StringBuilder("<xf numFmtId='0'/>");
        for (int i = 0; i < codes.length; i++) {
            formats.append("<numFmt numFmtId='%d' formatCode='%s'/>"
                    .formatted(
                            200 + i,
                            codes[i].replace("&", "&amp;")
                                    .replace("'", "&apos;")
                                    .replace("<", "&lt;")));
            styles.append("<xf numFmtId='%d'/>".formatted(200 + i));
        }
        return withOthers()
                .with(
                        "xl/styles.xml",
                        "<styleSheet><numFmts>%s</numFmts><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs><cellXfs>%s</cellXfs></styleSheet>"
                                .formatted(formats, styles));
    }

    private SampleWorkbook withOthers() {
        return with(
                        "xl/_rels/workbook.xml.rels",
                        relations(
                                "worksheet worksheets/sheet1.xml",
                                "sharedStrings sharedStrings.xml",
                                "styles /xl/styles.xml"))
                .withIfAbsent("xl/sharedStrings.xml", "<sst/>")
                .withIfAbsent("xl/styles.xml", "<styleSheet/>");
    }

    private SampleWorkbook withIfAbsent(String name, String content) {
        parts.putIfAbsent(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    SampleWorkbook with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    SampleWorkbook with(String name, byte[] content) {
        parts.put(name, content);
        return this;
    }

    SampleWorkbook without(String name) {
        parts.remove(name);
        return this;
    }

    void forEach(BiConsumer<String, byte[]> reader) {
        parts.forEach(reader);
    }

    /** The file. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
