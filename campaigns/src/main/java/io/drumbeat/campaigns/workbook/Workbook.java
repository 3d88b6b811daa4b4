package io.drumbeat.campaigns.workbook;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An .xlsx file, open. For one thread. */
public final class Workbook implements Closeable {
    private static final long MOST_UNPACKED = 1L << 31;
    private static final int SHEETS_IN_AN_ANSWER = 100;

    private final Parts parts;
    private final Map<String, String> sheets = new LinkedHashMap<>();
    private final @Nullable String strings;
    private final @Nullable String styles;
    private boolean from1904;

    private Workbook(Parts parts) throws IOException, UnreadableWorkbookException {
        this.parts = parts;
        OfficeKind.check(parts);
        String main = relations(parts, "").byType.get("officeDocument");
        if (main == null) {
            throw OfficeKind.unknown();
        }
        OfficeKind.check(main);
        Relations others = relations(parts, main);
        strings = others.byType.get("sharedStrings");
        styles = others.byType.get("styles");
        readSheets(main, others);
        if (sheets.isEmpty()) {
            throw UnreadableWorkbookException.of("This Excel workbook has no sheet with cells.");
        }
    }

    /** Whether a file that begins with {@code head} is a workbook, or what people take for one. */
    public static boolean isOne(byte[] head) {
        return OfficeKind.isZip(head) || OfficeKind.isOld(head);
    }

    /**
     * Opens a file that {@link #isOne}.
     *
     * @throws UnreadableWorkbookException where it is none, is encrypted or is damaged
     */
    public static Workbook open(Path file) throws IOException, UnreadableWorkbookException {
        return open(file, MOST_UNPACKED);
    }

    /** @param mostUnpacked what may be unpacked of it, in bytes */
    static Workbook open(Path file, long mostUnpacked) throws IOException, UnreadableWorkbookException {
        OfficeKind.check(file);
        Parts parts = Parts.open(file, mostUnpacked);
        try {
            return new Workbook(parts);
        } catch (IOException | UnreadableWorkbookException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /**
     * The rows of a sheet, hidden or not; the caller closes them before this.
     *
     * @param sheet its name, in any case; null: the first one
     * @throws UnreadableWorkbookException where there is no such sheet, naming those that there are
     */
    public SheetRows rows(@Nullable String sheet) throws IOException, UnreadableWorkbookException {
        XmlPart rows = parts.large(part(sheet));
        XmlPart texts = null;
        try {
            texts = strings == null ? null : parts.large(strings);
            return new SheetRows(rows, new SharedStrings(texts), styles(), from1904);
        } catch (IOException | UnreadableWorkbookException | RuntimeException e) {
            try (rows) {
                if (texts != null) {
                    texts.close();
                }
                throw e;
            }
        }
    }

    private String part(@Nullable String sheet) throws UnreadableWorkbookException {
        for (Map.Entry<String, String> one : sheets.entrySet()) {
            if (sheet == null || one.getKey().strip().equalsIgnoreCase(sheet.strip())) {
                return one.getValue();
            }
        }
        throw UnreadableWorkbookException.ofSheet("There is no sheet \"%s\". The sheets are: %s."
                .formatted(
                        sheet,
                        sheets.keySet().stream()
                                .limit(SHEETS_IN_AN_ANSWER)
                                .map(name -> '"' + name + '"')
                                .collect(Collectors.joining(", "))));
    }

    private Styles styles() throws IOException, UnreadableWorkbookException {
        if (styles == null) {
            return Styles.NONE;
        }
        try (XmlPart part = parts.small(styles)) {
            return Styles.read(part);
        }
    }

    private void readSheets(String main, Relations others) throws IOException, UnreadableWorkbookException {
        try (XmlPart part = parts.small(main)) {
            while (part.next()) {
                if (part.opens("workbookPr")) {
                    String date1904 = part.attribute("date1904");
                    from1904 = "1".equals(date1904) || "true".equals(date1904);
                } else if (part.opens("sheet")) {
                    String target = others.worksheets.get(part.attribute("id"));
                    String name = part.attribute("name");
                    if (target != null && name != null) {
                        sheets.putIfAbsent(name, target); // a chart may be a sheet, too
                    }
                }
            }
            part.finish();
        }
    }

    /** @param worksheets their parts by the ids that the workbook has for them */
    private record Relations(Map<String, String> byType, Map<String, String> worksheets) {}

    /** What a part belongs together with; of the archive as a whole where {@code of} is empty. */
    private static Relations relations(Parts parts, String of) throws IOException, UnreadableWorkbookException {
        int folder = of.lastIndexOf('/') + 1;
        Relations relations = new Relations(new HashMap<>(), new HashMap<>());
        try (XmlPart part = parts.small(of.substring(0, folder) + "_rels/" + of.substring(folder) + ".rels")) {
            while (part.next()) {
                String type = part.opens("Relationship") ? part.attribute("Type") : null;
                String target = part.opens("Relationship") ? part.attribute("Target") : null;
                if (type != null && target != null && !"External".equals(part.attribute("TargetMode"))) {
                    String kind = type.substring(type.lastIndexOf('/') + 1);
                    String path = resolved(of, target);
                    relations.byType.putIfAbsent(kind, path);
                    if (kind.equals("worksheet")) {
                        relations.worksheets.put(String.valueOf(part.attribute("Id")), path);
                    }
                }
            }
            part.finish();
        }
        return relations;
    }

    private static String resolved(String from, String target) throws UnreadableWorkbookException {
        try {
            return URI.create("/" + from).resolve(target).getPath().substring(1);
        } catch (IllegalArgumentException notAnAddress) {
            throw UnreadableWorkbookException.damaged("a part has no proper name");
        }
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
