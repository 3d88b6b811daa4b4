package io.drumbeat.campaigns.audience.text;

import java.util.List;
import java.util.stream.Stream;

/**
 * One column that a message's texts ask for.
 *
 * @param index its place among those columns
 * @param written its name as first written
 * @param needsValue whether a placeholder without a fallback uses it
 * @param places the texts that use it, as the request names them, each once
 */
public record TextField(int index, String written, ColumnName column, boolean needsValue, List<String> places) {

    public TextField {
        places = List.copyOf(places);
    }

    static TextField first(int index, String written, ColumnName column) {
        return new TextField(index, written, column, false, List.of());
    }

    TextField usedIn(String place, boolean withoutFallback) {
        List<String> all =
                Stream.concat(places.stream(), Stream.of(place)).distinct().toList();
        return new TextField(index, written, column, needsValue || withoutFallback, all);
    }
}
