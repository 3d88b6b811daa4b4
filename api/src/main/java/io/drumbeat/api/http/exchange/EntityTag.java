package io.drumbeat.api.http.exchange;

import io.drumbeat.campaigns.media.Sha256;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Collections;
import java.util.regex.Pattern;

/**
 * By what a client names the answer that it has (RFC 9110, 8.8.3).
 *
 * @param weak whether answers that only mean the same have the same tag
 * @param opaque without its quotation marks
 */
public record EntityTag(boolean weak, String opaque) {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");

    /** That of whatever means the same as {@code content}. */
    public static EntityTag weak(byte[] content) {
        return new EntityTag(true, Sha256.ofContent(content).hex());
    }

    /** That of a file. */
    public static EntityTag strong(Sha256 content) {
        return new EntityTag(false, content.hex());
    }

    /** Whether the client has it already, by If-None-Match: in any form of it, or as one of several (13.1.2). */
    public boolean isNamedBy(Context ctx) {
        return Collections.list(ctx.req().getHeaders(Header.IF_NONE_MATCH)).stream()
                .anyMatch(tags -> tags.strip().equals("*") || isAmong(tags));
    }

    private boolean isAmong(String tags) {
        return TAG.matcher(tags).results().map(found -> found.group(1)).anyMatch(opaque::equals);
    }

    /** As a header has it. */
    @Override
    public String toString() {
        return (weak ? "W/" : "") + '"' + opaque + '"';
    }
}
