package io.drumbeat.api.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A form with files, as clients send it. */
public final class Multipart {

    public static final String SPEC = """
            {"name": "Offer", "senders": ["main"], "media": {"type": "image", "caption": "Hello {{name}}"}, "allowRepeat": true}""";
    /** The same, to be kept as a draft. */
    public static final String DRAFT = SPEC.replaceFirst("\\{", "{\"start\": false, ");

    public static final String RECIPIENTS = "phone,name\n+919812345670,Asha\n+919812345671,Bela\n";
    public static final byte[] PNG = "\u0089PNG\r\n\u001a\nnot much of a picture".getBytes(StandardCharsets.ISO_8859_1);

    private static final String BOUNDARY = "----of-a-test";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** One that makes a campaign. */
    public static Multipart campaign() {
        return campaign(SPEC);
    }

    public static Multipart campaign(String spec) {
        return campaign(spec, RECIPIENTS.getBytes(StandardCharsets.UTF_8));
    }

    public static Multipart campaign(String spec, byte[] recipients) {
        return new Multipart()
                .field("spec", spec)
                .file("recipients", "list.csv", recipients)
                .file("media", "offer.png", PNG);
    }

    /** One whose media stands at a URL. */
    public static Multipart campaignOfUrl(String spec) {
        return new Multipart().field("spec", spec).field("recipients", RECIPIENTS);
    }

    public Multipart field(String name, String value) {
        return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    public Multipart file(String name, String fileName, byte[] content) {
        return part("name=\"" + name + "\"; filename=\"" + fileName + "\"", content);
    }

    private Multipart part(String disposition, byte[] content) {
        write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        write(content);
        write("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private void write(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return whole.toByteArray();
    }
}
