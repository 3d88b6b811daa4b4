package io.drumbeat.engine.gateway;

import java.util.function.Function;

/** How a send names its media. */
public sealed interface MediaReference {

    /** What {@code id}, {@code link} or {@code file} makes of it, whichever it is. */
    <T> T fold(Function<Id, T> id, Function<Link, T> link, Function<File, T> file);

    /** As {@link #fold}, for a vendor whose sends never carry the file. */
    default <T> T named(Function<Id, T> id, Function<Link, T> link) {
        return fold(id, link, file -> {
            throw new IllegalArgumentException("this vendor takes no file with a send");
        });
    }

    /** By the id that an upload gave. */
    record Id(String value) implements MediaReference {
        @Override
        public <T> T fold(Function<Id, T> id, Function<Link, T> link, Function<File, T> file) {
            return id.apply(this);
        }
    }

    /** By a URL that the vendor fetches, or keeps it at. */
    record Link(String url) implements MediaReference {
        @Override
        public <T> T fold(Function<Id, T> id, Function<Link, T> link, Function<File, T> file) {
            return link.apply(this);
        }
    }

    /** Not at all: the send carries it. */
    record File(Gateway.MediaFile content) implements MediaReference {
        @Override
        public <T> T fold(Function<Id, T> id, Function<Link, T> link, Function<File, T> file) {
            return file.apply(this);
        }
    }
}
