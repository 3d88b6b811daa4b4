package io.drumbeat.campaigns.sender;

/** A sender's name in senders.json. */
public record SenderId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
