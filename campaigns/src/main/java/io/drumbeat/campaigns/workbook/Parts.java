package io.drumbeat.campaigns.workbook;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The ZIP archive that a workbook is: its parts by name, and how much may be unpacked of them. */
final class Parts implements Closeable {
    /** What a part may have that is kept in memory, in bytes; a styles.xml of 1 MiB is a large one. */
    private static final long MOST_IN_MEMORY = 1 << 25;

    private final ZipFile zip;
    private final Unpacking.Allowance allowance;

    private Parts(ZipFile zip, Unpacking.Allowance allowance) {
        this.zip = zip;
        this.allowance = allowance;
    }

    /** @param most what all of it together may unpack to, in bytes */
    static Parts open(Path file, long most) throws IOException, UnreadableWorkbookException {
        Unpacking.Allowance allowance = new Unpacking.Allowance(most);
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            throw UnreadableWorkbookException.damaged("the archive cannot be opened, or is cut off");
        }
        if (zip.stream().mapToLong(entry -> Math.max(entry.getSize(), 0)).sum() > most) {
            zip.close();
            throw tooLarge(allowance);
        }
        return new Parts(zip, allowance);
    }

    static UnreadableWorkbookException tooLarge(Unpacking.Allowance allowance) {
        return UnreadableWorkbookException.of(
                "This Excel workbook unpacks to more than %s: delete what is not needed, or save the sheet as CSV UTF-8."
                        .formatted(
                                allowance.most() >> 30 > 0
                                        ? (allowance.most() >> 30) + " GiB"
                                        : allowance.most() + " bytes"));
    }

    static boolean isDamage(IOException e) {
        return e instanceof ZipException || e instanceof EOFException;
    }

    /** Whether there is a part of that name, in any case. */
    boolean has(String name) {
        return entry(name) != null;
    }

    /** A part that is looked at as a whole; the caller closes it. */
    XmlPart small(String name) throws IOException, UnreadableWorkbookException {
        return open(name, MOST_IN_MEMORY);
    }

    /** A part that is streamed; the caller closes it. */
    XmlPart large(String name) throws IOException, UnreadableWorkbookException {
        return open(name, Long.MAX_VALUE);
    }

    private XmlPart open(String name, long most) throws IOException, UnreadableWorkbookException {
        ZipEntry entry = entry(name);
        if (entry == null) {
            throw UnreadableWorkbookException.damaged(name + " is missing");
        }
        try {
            return XmlPart.of(new Unpacking(zip.getInputStream(entry), entry, allowance, most));
        } catch (ZipException e) {
            throw UnreadableWorkbookException.damaged(name + " cannot be unpacked");
        }
    }

    /** The first bytes of a part, as text. */
    String head(String name, int bytes) throws IOException {
        ZipEntry entry = entry(name);
        if (entry == null) {
            return "";
        }
        try (var in = zip.getInputStream(entry)) {
            return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (isDamage(e)) {
                return "";
            }
            throw e;
        }
    }

    private @Nullable ZipEntry entry(String name) {
        ZipEntry entry = zip.getEntry(name);
        return entry != null
                ? entry
                : zip.stream()
                        .filter(other -> other.getName().equalsIgnoreCase(name))
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
