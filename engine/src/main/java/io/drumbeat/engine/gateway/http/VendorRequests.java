package io.drumbeat.engine.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.SenderAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hc.client5.http.entity.mime.AbstractContentBody;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Requests below one sender's base URL, with its credential. */
public final class VendorRequests {

    private final String baseUrl;
    private final String header;
    private final String credential;

    private VendorRequests(SenderAccess sender, String header, String credential) {
        String url = sender.baseUrl().toString();
        this.baseUrl = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.header = header;
        this.credential = credential;
    }

    /** With {@code Authorization: Bearer} and the credential called {@code name}. */
    public static VendorRequests withBearer(SenderAccess sender, String name) {
        return new VendorRequests(sender, HttpHeaders.AUTHORIZATION, "Bearer " + sender.credential(name));
    }

    /** With the header {@code header} and the credential called {@code name} as it is. */
    public static VendorRequests withKey(SenderAccess sender, String header, String name) {
        return new VendorRequests(sender, header, sender.credential(name));
    }

    /** A GET with {@code parameters}. */
    public ClassicHttpRequest get(String path, Map<String, String> parameters) {
        ClassicRequestBuilder request = ClassicRequestBuilder.get(baseUrl + path)
                .setHeader(header, credential)
                .setHeader(HttpHeaders.ACCEPT, ContentType.APPLICATION_JSON.getMimeType());
        parameters.forEach(request::addParameter);
        return request.build();
    }

    /** A POST of {@code body}. */
    public ClassicHttpRequest json(String path, JsonNode body) {
        return post(path, new StringEntity(body.toString(), ContentType.APPLICATION_JSON));
    }

    /** A POST of {@code fields} and {@code file}, the latter in a field called {@code file}, read as it is sent. */
    public ClassicHttpRequest multipart(String path, Map<String, String> fields, Gateway.MediaFile file) {
        return multipart(path, fields, "file", file);
    }

    /** As {@link #multipart(String, Map, Gateway.MediaFile)}, with the file in a field called {@code fileField}. */
    public ClassicHttpRequest multipart(
            String path, Map<String, String> fields, String fileField, Gateway.MediaFile file) {
        return post(path, texts(fields).addPart(fileField, new FileBody(file)).build());
    }

    /** A POST of {@code fields}, encoded as beside a file. */
    public ClassicHttpRequest form(String path, Map<String, String> fields) {
        return post(path, texts(fields).build());
    }

    private static MultipartEntityBuilder texts(Map<String, String> fields) {
        MultipartEntityBuilder multipart = MultipartEntityBuilder.create();
        fields.forEach((name, value) ->
                multipart.addTextBody(name, value, ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8)));
        return multipart;
    }

    private ClassicHttpRequest post(String path, HttpEntity entity) {
        return ClassicRequestBuilder.post(baseUrl + path)
                .setHeader(header, credential)
                .setHeader(HttpHeaders.ACCEPT, ContentType.APPLICATION_JSON.getMimeType())
                .setEntity(entity)
                .build();
    }

    private static final class FileBody extends AbstractContentBody {
        private final Gateway.MediaFile file;

        FileBody(Gateway.MediaFile file) {
            super(ContentType.parse(file.mimeType()));
            this.file = file;
        }

        /** In a header's own character set: the name that recipients see goes with the send. */
        @Override
        public String getFilename() {
            return file.fileName().replaceAll("[^A-Za-z0-9._-]", "_");
        }

        @Override
        public long getContentLength() {
            return file.size();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (InputStream in = file.bytes().open()) {
                in.transferTo(out);
            }
        }
    }
}
