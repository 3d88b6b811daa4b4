package io.drumbeat.engine.gateway;

/** How a send names its media: by the id an upload gave, or by a URL that the vendor fetches. */
public record MediaReference(Kind kind, String value) {

    public enum Kind {
        ID,
        LINK
    }
}
