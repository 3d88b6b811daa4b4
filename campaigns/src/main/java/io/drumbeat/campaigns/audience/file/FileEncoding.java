package io.drumbeat.campaigns.audience.file;

import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a file's bytes become text. Found by reading all of it, because a file that is not UTF-8 may say so in its last
 * line only.
 *
 * @param mark the length of its byte order mark, in bytes
 * @param cutOff whether the file ends within a character
 */
public record FileEncoding(Charset charset, int mark, boolean cutOff) {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int HEAD = 4096;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Of a file that ends with a whole character. */
    FileEncoding(Charset charset, int mark) {
        this(charset, mark, false);
    }

    /**
     * The encoding of {@code file}.
     *
     * @param wanted what its owner says it is, which is never overruled; null: nothing
     * @param mayBeCutOff whether the file may end within a character
     * @throws InvalidAudienceException where it is no text, not in {@code wanted}, or text whose encoding could only be
     *     guessed
     */
    static FileEncoding of(Path file, @Nullable Charset wanted, boolean mayBeCutOff)
            throws IOException, InvalidAudienceException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        FileEncoding declared = wanted == null ? marked(head) : wanted(wanted, head);
        EncodingScan scan = EncodingScan.of(file, declared);
        if (scan.holdsNul()) {
            throw InvalidAudienceException.ofFile(BinaryKind.of(head).advice());
        }
        if (scan.badLine() == 0 || declared.charset.equals(WINDOWS_1252)) {
            return declared;
        }
        if (mayBeCutOff && scan.isOnlyCutOff()) {
            return new FileEncoding(declared.charset, declared.mark, true);
        }
        if (wanted != null) {
            throw notIn(declared, scan, ", which encoding says it is");
        }
        if (declared.mark > 0) {
            throw notIn(declared, scan, ", which the file's first bytes say it is");
        }
        if (scan.isMostlyBad()) {
            checkReadsAsWestern(file);
        }
        if (scan.holdsMultiByte()) {
            throw notIn(declared, scan, ", while other lines are");
        }
        return new FileEncoding(WINDOWS_1252, 0);
    }

    private static InvalidAudienceException notIn(FileEncoding declared, EncodingScan scan, String although) {
        return InvalidAudienceException.ofFile("Line %d holds a byte that is not %s%s. Save the file as CSV UTF-8."
                .formatted(scan.badLine(), declared.charset.name(), although));
    }

    private static void checkReadsAsWestern(Path file) throws IOException, InvalidAudienceException {
        WesternText text = WesternText.of(file);
        if (text.isOdd()) {
            String name = LikelyEncoding.of(text.oddWords()).orElse("");
            throw InvalidAudienceException.ofFile(
                    ("The file is not UTF-8, and does not read as Western text (Windows-1252) either: a name would be"
                                    + " \"%s\".%s Set encoding to what it is%s, or save it as CSV UTF-8.")
                            .formatted(
                                    text.example(),
                                    name.isEmpty() ? "" : " It looks like " + name + ".",
                                    name.isEmpty() ? ", such as windows-1251" : ""));
        }
    }

    private static FileEncoding wanted(Charset wanted, byte[] head) {
        if (wanted.equals(StandardCharsets.UTF_16)) {
            FileEncoding marked = marked(head);
            boolean little = head.length > 1 && head[0] != 0 && head[1] == 0;
            return marked.charset.equals(StandardCharsets.UTF_8)
                    ? new FileEncoding(little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE, 0)
                    : marked;
        }
        byte[] mark = wanted.canEncode() && wanted.newEncoder().canEncode(BYTE_ORDER_MARK)
                ? String.valueOf(BYTE_ORDER_MARK).getBytes(wanted)
                : new byte[0];
        boolean there = mark.length <= head.length && Arrays.equals(mark, Arrays.copyOf(head, mark.length));
        return new FileEncoding(wanted, there ? mark.length : 0);
    }

    private static FileEncoding marked(byte[] head) {
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            return new FileEncoding(StandardCharsets.UTF_8, 3);
        }
        if (starts(head, 0xFF, 0xFE)) {
            return new FileEncoding(StandardCharsets.UTF_16LE, 2);
        }
        if (starts(head, 0xFE, 0xFF)) {
            return new FileEncoding(StandardCharsets.UTF_16BE, 2);
        }
        return new FileEncoding(StandardCharsets.UTF_8, 0);
    }

    static boolean starts(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** The text behind the byte order mark. The caller closes it. */
    Reader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            in.skipNBytes(mark);
            return new BufferedReader(new InputStreamReader(in, charset), 1 << 16);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The text of the first {@code bytes} behind the mark; a character cut through at the end is garbled. */
    String sample(Path file, int bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(mark);
            return new String(in.readNBytes(bytes), charset);
        }
    }

    /** The bytes that a part of {@code text} takes in this encoding. */
    int bytes(char[] text, int from, int to) {
        // Some encodings are for reading only; none of them takes two bytes for most of a CSV.
        return charset.canEncode()
                ? charset.encode(CharBuffer.wrap(text, from, to - from)).remaining()
                : to - from;
    }
}
