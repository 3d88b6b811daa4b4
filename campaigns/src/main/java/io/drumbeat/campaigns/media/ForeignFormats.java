package io.drumbeat.campaigns.media;

import static io.drumbeat.campaigns.media.MagicBytes.at;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Formats that are posted often and that WhatsApp takes as nothing: whoever posts one is told what it is. */
final class ForeignFormats {

    private record Foreign(String name, Predicate<byte[]> bytes) {}

    private static final List<Foreign> KNOWN = List.of(
            new Foreign("HEIC, an iPhone's own format", brand("heic", "heix", "heim", "heis", "hevc", "mif1", "msf1")),
            new Foreign("AVIF", brand("avif", "avis")),
            new Foreign(
                    "MOV (QuickTime), which is no MP4 whatever its name",
                    brand("qt  ").or(atom())),
            new Foreign("GIF", at(0, "GIF8")),
            new Foreign("BMP", at(0, "BM").and(at(6, "\0\0\0\0"))),
            new Foreign("TIFF", at(0, "II*\0").or(at(0, "MM\0*"))),
            new Foreign("WebM or Matroska", at(0, "\u001aE\u00df\u00a3")),
            new Foreign("AVI", at(0, "RIFF").and(at(8, "AVI "))),
            new Foreign("WAV", at(0, "RIFF").and(at(8, "WAVE"))),
            new Foreign("OGG without Opus (Vorbis, say), which WhatsApp does not play", MagicBytes::isOggWithoutOpus),
            new Foreign("FLAC", at(0, "fLaC")),
            new Foreign("RTF", at(0, "{\\rtf")),
            new Foreign("packed by gzip", at(0, "\u001f\u008b")),
            new Foreign("a web page (HTML)", head -> startsWith(head, "<!doctype html", "<html", "<head", "<body")),
            new Foreign("SVG", head -> startsWith(head, "<svg")));

    private ForeignFormats() {}

    /** The name of what {@code head} begins, empty where it is none of them. */
    static Optional<String> name(byte[] head) {
        return KNOWN.stream()
                .filter(foreign -> foreign.bytes.test(head))
                .map(Foreign::name)
                .findFirst();
    }

    private static Predicate<byte[]> brand(String... brands) {
        return Stream.of(brands).map(brand -> at(4, "ftyp" + brand)).reduce(head -> false, Predicate::or);
    }

    /** As QuickTime files began before they had a brand. */
    private static Predicate<byte[]> atom() {
        return Stream.of("moov", "mdat", "wide", "free", "skip", "pnot")
                .map(atom -> at(4, atom))
                .reduce(head -> false, Predicate::or)
                .and(head -> head[0] == 0);
    }

    private static boolean startsWith(byte[] head, String... beginnings) {
        String text = new String(head, 0, Math.min(head.length, 200), ISO_8859_1)
                .replaceFirst("^\u00ef\u00bb\u00bf", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return Stream.of(beginnings).anyMatch(text::startsWith);
    }
}
