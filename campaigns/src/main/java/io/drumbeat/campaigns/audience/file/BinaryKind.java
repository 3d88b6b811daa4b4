package io.drumbeat.campaigns.audience.file;

import java.nio.charset.StandardCharsets;

/** What a file that holds NUL bytes looks like, and what its owner should do about it. */
enum BinaryKind {
    IMAGE("This is an image, not a CSV file."),
    PDF("This is a PDF document, not a CSV file."),
    GZIP("This is a gzip archive, not a CSV file: unpack it first."),
    UTF_16("This looks like UTF-16 text without a byte order mark: save it as CSV UTF-8."),
    OTHER("This is a binary file (it holds NUL bytes), not a CSV file.");

    private final String advice;

    BinaryKind(String advice) {
        this.advice = advice;
    }

    String advice() {
        return advice;
    }

    /** By its first bytes. */
    static BinaryKind of(byte[] head) {
        if (FileEncoding.starts(head, 0x89, 'P', 'N', 'G')
                || FileEncoding.starts(head, 0xFF, 0xD8, 0xFF)
                || FileEncoding.starts(head, 'G', 'I', 'F', '8')
                || new String(head, StandardCharsets.ISO_8859_1).matches("(?s)RIFF.{4}WEBP.*")) {
            return IMAGE;
        }
        if (FileEncoding.starts(head, '%', 'P', 'D', 'F')) {
            return PDF;
        }
        if (FileEncoding.starts(head, 0x1F, 0x8B)) {
            return GZIP;
        }
        return looksLikeUtf16(head) ? UTF_16 : OTHER;
    }

    /** Most letters of a CSV are ASCII, so every other byte is NUL and those between are not. */
    private static boolean looksLikeUtf16(byte[] head) {
        int[] nuls = new int[2];
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                nuls[i % 2]++;
            }
        }
        return Math.min(nuls[0], nuls[1]) == 0 && Math.max(nuls[0], nuls[1]) > head.length / 4;
    }
}
