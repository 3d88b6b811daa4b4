package io.drumbeat.campaigns.paging;

import java.io.IOException;

/** Takes the items of a long list one by one. */
@FunctionalInterface
public interface Sink<T> {
    void accept(T item) throws IOException;
}
