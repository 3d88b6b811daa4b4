package io.drumbeat.campaigns.workbook;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the numbers of a workbook are shown, by the style that a cell names. */
final class Styles {
    static final Styles NONE = new Styles(List.of());

    private static final int LONGEST_CODE = 1000;

    private final List<NumberFormat> formats;

    private Styles(List<NumberFormat> formats) {
        this.formats = formats;
    }

    static Styles read(XmlPart part) throws IOException, UnreadableWorkbookException {
        Map<String, NumberFormat> own = new HashMap<>();
        List<NumberFormat> formats = new ArrayList<>();
        boolean ofCells = false;
        while (part.next()) {
            if (part.opens("numFmt")) {
                String code = part.attribute("formatCode");
                own.put(
                        String.valueOf(part.attribute("numFmtId")),
                        code == null || code.length() > LONGEST_CODE ? NumberFormat.GENERAL : NumberFormat.of(code));
            } else if (part.opens("cellXfs")) {
                ofCells = true;
            } else if (part.closes("cellXfs")) {
                ofCells = false;
            } else if (ofCells && part.opens("xf")) {
                String id = String.valueOf(part.attribute("numFmtId"));
                formats.add(own.computeIfAbsent(id, NumberFormat::builtIn));
            }
        }
        part.finish();
        return new Styles(formats);
    }

    /** The format of style {@code number}, counted from 0; where there is no such style, a number as it is. */
    NumberFormat format(int number) {
        return number >= 0 && number < formats.size() ? formats.get(number) : NumberFormat.GENERAL;
    }
}
