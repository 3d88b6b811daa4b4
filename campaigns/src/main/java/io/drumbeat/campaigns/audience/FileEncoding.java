package io.drumbeat.campaigns.audience;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a file's bytes become text. Found by reading all of it, because a file that is not UTF-8 may say so in its last
 * line only.
 *
 * @param mark the length of its byte order mark, in bytes
 */
record FileEncoding(Charset charset, int mark) {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int HEAD = 4096;

    /**
     * The encoding of {@code file}.
     *
     * @throws InvalidAudienceException where it is no text, or text whose encoding could only be guessed
     */
    static FileEncoding of(Path file) throws IOException, InvalidAudienceException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        FileEncoding declared = declared(head);
        EncodingScan scan = EncodingScan.of(file, declared);
        if (scan.holdsNul()) {
            throw InvalidAudienceException.ofFile(BinaryKind.of(head).advice());
        }
        if (scan.badLine() == 0) {
            return declared;
        }
        if (declared.mark == 0 && !scan.holdsMultiByte()) {
            return new FileEncoding(WINDOWS_1252, 0);
        }
        throw InvalidAudienceException.ofFile("Line %d holds a byte that is not %s%s. Save the file as CSV UTF-8."
                .formatted(
                        scan.badLine(),
                        declared.charset.name(),
                        declared.mark == 0 ? ", while other lines are" : ", which the file's first bytes say it is"));
    }

    private static FileEncoding declared(byte[] head) {
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

    /** The bytes that one UTF-16 unit takes in this encoding. */
    int width(char unit) {
        if (charset.equals(WINDOWS_1252)) {
            return 1;
        }
        if (!charset.equals(StandardCharsets.UTF_8)) {
            return 2;
        }
        if (unit < 0x80) {
            return 1;
        }
        return unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
}
