package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.engine.activity.Publisher.Again;
import io.drumbeat.engine.activity.Publisher.Blocked;
import io.drumbeat.engine.activity.Publisher.Result;
import io.drumbeat.engine.activity.Publisher.Unpublishable;
import java.time.Duration;

/** What follows from an upload that gave no id. Nobody gets a message by it, so what is uncertain is done again. */
record UploadRefusal(Duration pause) implements Outcome.Reader<Result> {

    @Override
    public Result accepted(Outcome.Accepted outcome) {
        throw new IllegalArgumentException("an upload that gave no id was not accepted");
    }

    @Override
    public Result rejected(Outcome.Rejected outcome) {
        return new Unpublishable(reason(outcome.code(), outcome.message()));
    }

    @Override
    public Result accountBusy(Outcome.AccountBusy outcome) {
        return new Again(reason(outcome.code(), outcome.message()), pause);
    }

    @Override
    public Result transientFailure(Outcome.Transient outcome) {
        return new Again(reason(outcome.code(), outcome.message()), pause);
    }

    @Override
    public Result senderBlocked(Outcome.SenderBlocked outcome) {
        return new Blocked(reason(outcome.code(), outcome.message()));
    }

    @Override
    public Result campaignBlocked(Outcome.CampaignBlocked outcome) {
        return new Unpublishable(reason(outcome.code(), outcome.message()));
    }

    @Override
    public Result mediaGone(Outcome.MediaGone outcome) {
        return new Unpublishable(reason(outcome.code(), outcome.message()));
    }

    @Override
    public Result unconfirmed(Outcome.Unconfirmed outcome) {
        return new Again(reason(outcome.code(), outcome.message()), pause);
    }

    @Override
    public Result givenBack(Outcome.GivenBack outcome) {
        return new Again(outcome.reason(), pause);
    }

    private static String reason(String code, String message) {
        return "the upload failed (" + code + "): " + message;
    }
}
