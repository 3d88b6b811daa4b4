package io.drumbeat.campaigns.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a file's format by its own bytes. Where one container holds several formats (Office's old and new ones) or where
 * there is nothing but text, its name or its declared MIME type decides between those.
 */
public final class MagicBytes {

    /** How many first bytes it looks at, at most. */
    public static final int LENGTH = 4096;

    /** A kind of first bytes, and what they can be: by the name's extension where there are several. */
    private record Signature(
            Predicate<byte[]> bytes, @Nullable MediaFormat unnamed, List<MediaFormat> named) {

        Signature(Predicate<byte[]> bytes, MediaFormat only) {
            this(bytes, only, List.of());
        }

        Optional<MediaFormat> format(List<String> extensions) {
            return extensions.stream()
                    .flatMap(extension ->
                            named.stream().filter(format -> format.extension().equals(extension)))
                    .findFirst()
                    .or(() -> Optional.ofNullable(unnamed));
        }
    }

    private static final List<Signature> SIGNATURES = List.of(
            new Signature(at(0, "\u00ff\u00d8\u00ff"), MediaFormat.JPEG),
            new Signature(at(0, "\u0089PNG\r\n\u001a\n"), MediaFormat.PNG),
            new Signature(at(0, "RIFF").and(at(8, "WEBP")), MediaFormat.WEBP),
            new Signature(at(4, "ftyp3g"), MediaFormat.THREE_GP),
            new Signature(at(4, "ftypM4A").or(at(4, "ftypM4B")), MediaFormat.M4A),
            new Signature(MagicBytes::isMp4, MediaFormat.MP4, List.of(MediaFormat.M4A)),
            new Signature(MagicBytes::isOgg, MediaFormat.OGG),
            new Signature(at(0, "#!AMR"), MediaFormat.AMR),
            new Signature(at(0, "ID3"), MediaFormat.MP3, List.of(MediaFormat.AAC)),
            new Signature(at(0, "ADIF").or(MagicBytes::isAdts), MediaFormat.AAC),
            new Signature(MagicBytes::isMpegLayer3, MediaFormat.MP3),
            new Signature(at(0, "%PDF-"), MediaFormat.PDF),
            new Signature(
                    at(0, "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
                    null,
                    List.of(MediaFormat.DOC, MediaFormat.XLS, MediaFormat.PPT)),
            new Signature(at(0, "PK\u0003\u0004"), null, List.of(MediaFormat.DOCX, MediaFormat.XLSX, MediaFormat.PPTX)),
            new Signature(MagicBytes::isText, null, List.of(MediaFormat.TXT, MediaFormat.CSV)));

    private static final Set<MediaFormat> ISO_MEDIA = Set.of(MediaFormat.MP4, MediaFormat.M4A, MediaFormat.THREE_GP);

    private static final String UNKNOWN = "of an unknown format";

    private MagicBytes() {}

    /**
     * What {@code content} is. Reads its first bytes and, of a picture or film, as much as tells what there is to see, which
     * may be all of it.
     *
     * @param hints file names, URL paths and MIME types, the most trusted first; null ones are passed over
     */
    public static Sniffed sniff(InputStream content, @Nullable String... hints) throws IOException {
        byte[] head = content.readNBytes(LENGTH);
        Optional<String> foreign = ForeignFormats.name(head);
        MediaFormat format = foreign.isPresent() ? null : detect(head, hints).orElse(null);
        if (format == null) {
            return Sniffed.foreign(head, foreign.orElse(UNKNOWN));
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), content);
        if (!ISO_MEDIA.contains(format)) {
            return Sniffed.as(format, head, PictureSize.of(format, whole).orElse(null));
        }
        IsoTracks tracks = IsoTracks.of(whole);
        return switch (tracks.content()) {
            case ONLY_SOUND -> new Sniffed(head, MediaFormat.M4A, "audio/mp4, with nothing to see in it", null);
            case PICTURES -> Sniffed.as(format == MediaFormat.M4A ? MediaFormat.MP4 : format, head, tracks.frame());
            case UNKNOWN -> Sniffed.as(format, head, null);
        };
    }

    private static Optional<MediaFormat> detect(byte[] head, @Nullable String... hints) {
        List<String> extensions = Stream.of(hints)
                .filter(Objects::nonNull)
                .map(MagicBytes::extension)
                .toList();
        return SIGNATURES.stream()
                .filter(signature -> signature.bytes.test(head))
                .findFirst()
                .flatMap(signature -> signature.format(extensions));
    }

    /** Whether {@code head} begins a WebP that moves: its extended header has the animation flag. */
    public static boolean isAnimatedWebp(byte[] head) {
        return at(8, "WEBPVP8X").test(head) && head.length > 20 && (head[20] & 0x02) != 0;
    }

    private static String extension(String hint) {
        return MediaFormat.ofMimeType(hint)
                .map(MediaFormat::extension)
                .orElseGet(() -> hint.substring(hint.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    static Predicate<byte[]> at(int offset, String latin1) {
        byte[] expected = latin1.getBytes(ISO_8859_1);
        int end = offset + expected.length;
        return head -> head.length >= end && Arrays.equals(head, offset, end, expected, 0, expected.length);
    }

    /** By its brand: QuickTime, HEIC and AVIF share the container and are not taken. */
    private static boolean isMp4(byte[] head) {
        return List.of("iso", "mp4", "avc1", "M4V", "dash", "MSNV", "mmp4", "F4V").stream()
                .anyMatch(brand -> at(4, "ftyp" + brand).test(head));
    }

    /** RFC 7845: an Ogg stream of Opus says so in its first page, behind 27 bytes and the table of its segments. */
    static boolean isOggWithoutOpus(byte[] head) {
        return isOgg(head)
                && !(head.length > 26 && at(27 + (head[26] & 0xff), "OpusHead").test(head));
    }

    private static boolean isOgg(byte[] head) {
        return at(0, "OggS").test(head);
    }

    /** ISO 13818-7: twelve sync bits, any MPEG version, layer 0. */
    private static boolean isAdts(byte[] head) {
        return head.length >= 2 && (head[0] & 0xff) == 0xff && (head[1] & 0xf6) == 0xf0;
    }

    /** ISO 11172-3: eleven sync bits, layer 3, and no reserved version, bit rate or sampling rate. */
    private static boolean isMpegLayer3(byte[] head) {
        return head.length >= 3
                && (head[0] & 0xff) == 0xff
                && (head[1] & 0xe6) == 0xe2
                && (head[1] & 0x18) != 0x08
                && (head[2] & 0xf0) != 0xf0
                && (head[2] & 0x0c) != 0x0c;
    }

    /** Any encoding's printable characters; a UTF-16 file has NULs and must say so by its byte order mark. */
    private static boolean isText(byte[] head) {
        if (at(0, "\u00ff\u00fe").or(at(0, "\u00fe\u00ff")).test(head)) {
            return true;
        }
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
                return false;
            }
        }
        return head.length > 0;
    }
}
