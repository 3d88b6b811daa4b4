package io.drumbeat.campaigns.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;

/** Small files of many formats: as much of them as says what they are. */
public final class SampleMedia {

    public static final byte[] JPEG = bytes("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0\1\1\0\0\1\0\1\0\0\u00ff\u00d9");
    public static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\b\2\0\0\0");
    public static final byte[] WEBP = bytes("RIFF\32\0\0\0WEBPVP8 \16\0\0\0");
    public static final byte[] GIF = bytes("GIF89a\1\0\1\0\0\0\0;");
    public static final byte[] PDF = bytes("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj\n<<>>\nendobj\n");
    public static final byte[] ZIP = bytes("PK\3\4\24\0\0\0\0\0");
    public static final byte[] TEXT = bytes("name,phone\r\nAsha,+919876500001\r\n");
    public static final byte[] HTML = bytes("\n<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>\n");
    public static final byte[] MP3 = bytes("ID3\4\0\0\0\0\0\0\u00ff\u00fb\u0090d");
    public static final byte[] AAC = bytes("\u00ff\u00f1P\u0080\1?\u00fc");
    public static final byte[] AMR = bytes("#!AMR\n<\0\0\0");
    public static final byte[] WAV = bytes("RIFF\44\0\0\0WAVEfmt \20\0\0\0");
    public static final byte[] OPUS = ogg("OpusHead\1\1\0\0\u0080\u00bb\0\0\0\0\0");
    public static final byte[] VORBIS = ogg("\1vorbis\0\0\0\0\1D\u00ac\0\0");
    public static final byte[] HEIC = concat(brand("heic", "mif1", "heic"), box("meta", new byte[40]));
    public static final byte[] AVIF = concat(brand("avif", "mif1", "miaf"), box("meta", new byte[40]));
    /** What an iPhone records: its name often says that it is an MP4. */
    public static final byte[] MOV = concat(brand("qt  ", "qt  "), movie("vide", "soun"), box("mdat", new byte[100]));

    public static final byte[] MP4 = concat(brand("isom", "mp42"), movie("soun", "vide"), box("mdat", new byte[100]));
    public static final byte[] THREE_GP = concat(brand("3gp5", "isom"), movie("vide"), box("mdat", new byte[100]));
    public static final byte[] M4A = concat(brand("M4A ", "isom"), movie("soun"), box("mdat", new byte[100]));
    /** As phones' recorders write it. */
    public static final byte[] M4A_OF_3GP4 =
            concat(brand("3gp4", "isom", "3gp4"), box("mdat", new byte[300]), movie("soun"));
    /** A film's brand, and nothing to see. */
    public static final byte[] MP4_OF_SOUND = concat(brand("isom", "mp42"), movie("soun"), box("mdat", new byte[100]));

    private SampleMedia() {}

    /** A film whose index stands behind {@code size} bytes of content, as cameras write it. */
    public static byte[] indexedAtTheEnd(int size, String... handlers) {
        return concat(brand("mp42", "isom"), box("free"), box("mdat", new byte[size]), movie(handlers));
    }

    /** A film of which its index says how it is coded, {@code avc1} or {@code hvc1}, and how large it is. */
    public static byte[] film(String codec, int width, int height) {
        byte[] entry = box(
                codec,
                new byte[24],
                ByteBuffer.allocate(4)
                        .putShort((short) width)
                        .putShort((short) height)
                        .array(),
                new byte[50]);
        byte[] track = box(
                "trak",
                box("tkhd", new byte[84]),
                box(
                        "mdia",
                        box("mdhd", new byte[24]),
                        box("hdlr", new byte[8], bytes("vide"), new byte[13]),
                        box(
                                "minf",
                                box("vmhd", new byte[12]),
                                box("stbl", box("stsd", new byte[8], entry), box("stts", new byte[8])))));
        return concat(brand("isom", "mp42"), box("moov", box("mvhd", new byte[100]), track), box("mdat", new byte[9]));
    }

    /** {@code file}, followed by as many zeros as make it {@code size} bytes. */
    public static byte[] padded(byte[] file, int size) {
        return Arrays.copyOf(file, size);
    }

    private static byte[] movie(String... handlers) {
        byte[][] tracks = Stream.of(handlers)
                .map(handler -> box(
                        "trak",
                        box("tkhd", new byte[84]),
                        box(
                                "mdia",
                                box("mdhd", new byte[24]),
                                box("hdlr", new byte[8], bytes(handler), new byte[13]),
                                box("minf", box("stbl", new byte[16])))))
                .toArray(byte[][]::new);
        return box("moov", box("mvhd", new byte[100]), concat(tracks), box("udta", new byte[4]));
    }

    private static byte[] brand(String major, String... compatible) {
        return box("ftyp", bytes(major), new byte[4], bytes(String.join("", compatible)));
    }

    static byte[] box(String type, byte[]... content) {
        byte[] all = concat(content);
        return concat(ByteBuffer.allocate(4).putInt(all.length + 8).array(), bytes(type), all);
    }

    private static byte[] ogg(String firstPacket) {
        return concat(
                bytes("OggS\0\2\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0"), // version, first page, position, serial, number
                new byte[4], // checksum
                new byte[] {1, (byte) firstPacket.length()},
                bytes(firstPacket));
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(ISO_8859_1);
    }
}
