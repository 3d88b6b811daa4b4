package io.drumbeat.campaigns.sender;

import io.drumbeat.campaigns.Id;

/** A sender's name in senders.json. */
public record SenderId(String value) implements Id {

    @Override
    public String toString() {
        return value;
    }
}
