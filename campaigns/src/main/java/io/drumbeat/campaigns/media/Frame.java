package io.drumbeat.campaigns.media;

/**
 * How large a picture or film is stored, before any turning that it asks for.
 *
 * @param width in pixels
 * @param height in pixels
 * @param codec the sample entry of a film, {@code avc1} or {@code hvc1}; empty for a picture
 */
public record Frame(int width, int height, String codec) {

    /** Whether it is a film in HEVC (H.265), which many phones do not show. */
    public boolean isHevc() {
        return codec.equals("hvc1") || codec.equals("hev1");
    }
}
