package io.drumbeat.engine.vendor.pepipost;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.UploadContract;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.util.Map;

/** By id: its senders with a path to upload to. */
class PepipostUploadTest extends UploadContract {

    @Override
    protected GatewayType type() {
        return new PepipostGatewayType();
    }

    @Override
    protected Map<String, String> moreSettings(String number) {
        return Map.of("mediaUploadPath", "/media/" + number);
    }

    @Override
    protected String uploader(String number) {
        return "pepipost/" + number;
    }

    /** No code of its own says that media is gone. */
    @Override
    protected Class<? extends Outcome> goneMeaning() {
        return Outcome.Rejected.class;
    }

    @Override
    protected String success() {
        return "{\"status\":\"success\",\"data\":{\"id\":\"1\"}}";
    }

    @Override
    protected String refusal(String text) {
        return "{\"status\":\"failure\",\"error\":{\"code\":\"8006\",\"message\":\"" + text + "\"}}";
    }

    @Override
    protected String failureBehind200() {
        return "8003";
    }

    @Override
    protected Class<? extends Outcome> emptyMeaning() {
        return Outcome.Unconfirmed.class;
    }
}
