package io.drumbeat.api.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** Text as editors save it: UTF-8, with a byte order mark or without, or UTF-16 with one. */
public final class WrittenText {

    private static final Map<String, Charset> MARKS = Map.of(
            "efbbbf", StandardCharsets.UTF_8, "fffe", StandardCharsets.UTF_16LE, "feff", StandardCharsets.UTF_16BE);

    private WrittenText() {}

    /**
     * The text of a file, without a byte order mark.
     *
     * @throws CharacterCodingException where it is none of these encodings
     * @throws IOException where the file cannot be read
     */
    public static String read(Path file) throws IOException {
        return decode(Files.readAllBytes(file));
    }

    /**
     * The text that {@code bytes} are, without a byte order mark.
     *
     * @throws CharacterCodingException where they are none of these encodings
     */
    public static String decode(byte[] bytes) throws CharacterCodingException {
        int mark = 0;
        Charset charset = StandardCharsets.UTF_8;
        for (Map.Entry<String, Charset> known : MARKS.entrySet()) {
            byte[] begin = HexFormat.of().parseHex(known.getKey());
            if (bytes.length >= begin.length && Arrays.equals(bytes, 0, begin.length, begin, 0, begin.length)) {
                mark = begin.length;
                charset = known.getValue();
            }
        }
        return charset.newDecoder()
                .decode(ByteBuffer.wrap(bytes, mark, bytes.length - mark))
                .toString();
    }
}
