package io.drumbeat.campaigns.workbook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is taken for an .xlsx file and is another, by its bytes, and what its owner should do about it. */
final class OfficeKind {
    private static final String SAVE = "save it as .xlsx or as CSV UTF-8.";
    private static final String NOT = ", not a list of recipients: " + SAVE;

    private static final String ZIP = "PK\u0003\u0004";
    private static final String EMPTY_ZIP = "PK\u0005\u0006";
    private static final String OLD = "\u00D0\u00CF\u0011\u00E0";

    private static final int CHUNK = 1 << 16;
    private static final int LONGEST_NAME_BYTES = 64;

    private record Kind(String name, String advice) {}

    /** By a name in a container of before 2007, in which encrypted files of today are kept, too. The first counts. */
    private static final List<Kind> CONTAINED = List.of(
            new Kind(
                    "EncryptedPackage",
                    "This Excel workbook is encrypted with a password: open it in Excel, take the password away (File,"
                            + " Info, Protect Workbook), and save it."),
            new Kind("Workbook", "This is an old Excel workbook (.xls): open it in Excel, and " + SAVE),
            new Kind("Book", "This is an old Excel workbook (.xls): open it in Excel, and " + SAVE),
            new Kind("WordDocument", "This is a Word document" + NOT),
            new Kind("PowerPoint Document", "This is a PowerPoint presentation" + NOT));

    /** By what the name of an Office file's main part begins or ends with. */
    private static final List<Kind> MAIN_PARTS = List.of(
            new Kind("word/", "This is a Word document" + NOT),
            new Kind("ppt/", "This is a PowerPoint presentation" + NOT),
            new Kind(".bin", "This is a binary Excel workbook (.xlsb): open it in Excel, and " + SAVE));

    private OfficeKind() {}

    static boolean isZip(byte[] head) {
        return begins(head, ZIP) || begins(head, EMPTY_ZIP);
    }

    static boolean isOld(byte[] head) {
        return begins(head, OLD);
    }

    private static boolean begins(byte[] head, String bytes) {
        return new String(head, 0, Math.min(head.length, bytes.length()), StandardCharsets.ISO_8859_1).equals(bytes);
    }

    /** @throws UnreadableWorkbookException where the file is none that a ZIP archive may be */
    static void check(Path file) throws IOException, UnreadableWorkbookException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(OLD.length());
            if (isOld(head)) {
                throw UnreadableWorkbookException.of(old(in));
            }
        }
    }

    private static String old(InputStream in) throws IOException {
        Set<Kind> found = new HashSet<>();
        String last = "";
        for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
            String bytes = last + new String(chunk, StandardCharsets.ISO_8859_1);
            CONTAINED.stream()
                    .filter(kind -> bytes.contains(twoBytes(kind.name)))
                    .forEach(found::add);
            last = bytes.substring(Math.max(0, bytes.length() - LONGEST_NAME_BYTES));
        }
        return CONTAINED.stream()
                .filter(found::contains)
                .findFirst()
                .map(Kind::advice)
                .orElse("This is a file of an old Office program" + NOT);
    }

    private static String twoBytes(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
    }

    /** @throws UnreadableWorkbookException where the archive is no file of today's Office */
    static void check(Parts parts) throws IOException, UnreadableWorkbookException {
        String type = parts.head("mimetype", 100);
        if (type.contains("opendocument.spreadsheet")) {
            throw UnreadableWorkbookException.of("This is an OpenDocument spreadsheet (.ods): " + SAVE);
        }
        if (type.contains("opendocument")) {
            throw UnreadableWorkbookException.of("This is an OpenDocument file" + NOT);
        }
        if (parts.has("Index/Document.iwa")) {
            throw UnreadableWorkbookException.of("This is a file of Apple's Numbers, Pages or Keynote" + NOT);
        }
        if (!parts.has("_rels/.rels")) {
            throw unknown();
        }
    }

    /** @throws UnreadableWorkbookException where it is one of Office that is no .xlsx, by the name of its main part */
    static void check(String main) throws UnreadableWorkbookException {
        Optional<Kind> other = MAIN_PARTS.stream()
                .filter(kind -> main.startsWith(kind.name) || main.endsWith(kind.name))
                .findFirst();
        if (other.isPresent()) {
            throw UnreadableWorkbookException.of(other.get().advice);
        }
    }

    static UnreadableWorkbookException unknown() {
        return UnreadableWorkbookException.of(
                "This is a ZIP archive that is no Excel workbook: unpack it, and post the list that is in it.");
    }
}
