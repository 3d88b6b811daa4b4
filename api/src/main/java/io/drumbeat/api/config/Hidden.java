package io.drumbeat.api.config;

/** A secret that shows itself only to those who ask for its value. */
public record Hidden(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
