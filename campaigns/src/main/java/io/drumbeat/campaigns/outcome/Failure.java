package io.drumbeat.campaigns.outcome;

import java.util.function.Function;

/** Any outcome but {@link Outcome.Accepted}: it has a code, and a message that may be empty. */
public sealed interface Failure extends Outcome
        permits Outcome.Rejected,
                Outcome.AccountBusy,
                Outcome.Transient,
                Outcome.SenderBlocked,
                Outcome.CampaignBlocked,
                Outcome.MediaGone,
                Outcome.Unconfirmed,
                Outcome.GivenBack {

    /** The vendor's code, or ours where it has none. */
    String code();

    /** The vendor's words, or ours. */
    String message();

    /** The same, said otherwise. */
    Failure with(String code, String message);

    /** What it means besides its recipient. */
    default Consequence consequence() {
        return Consequence.NONE;
    }

    @Override
    default <T> T fold(Function<Accepted, T> accepted, Function<Failure, T> failure) {
        return failure.apply(this);
    }

    @Override
    default String text() {
        return kind().label() + ' ' + code();
    }
}
