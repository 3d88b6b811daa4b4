package io.drumbeat.api.system.chaos;

import static io.drumbeat.api.system.chaos.History.Command.CANCEL;
import static io.drumbeat.api.system.chaos.History.Command.PAUSE;
import static io.drumbeat.api.system.chaos.History.Command.RESUME;
import static io.drumbeat.api.system.chaos.History.Command.RETRY;
import static io.drumbeat.api.system.chaos.History.Command.RETRY_UNCONFIRMED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.api.system.RunningDrumbeat;
import io.drumbeat.api.system.chaos.History.Call;
import io.drumbeat.api.system.chaos.History.Command;
import io.drumbeat.api.system.chaos.History.Poll;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Those who pause, resume, cancel and look at campaigns. They ask again where no answer comes. */
final class People {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final List<String> STATUSES =
            List.of("pending", "sending", "sent", "failed", "unconfirmed", "skipped");

    /** What most of them do. */
    private static final int PAUSES = 7;

    /** What an answer says that came while PostgreSQL was carrying out the call. */
    private static final String LEFT_OPEN = "may have been done all the same";

    private final RunningDrumbeat api;
    private final Recorder recorder;
    private final List<String> campaigns;

    People(RunningDrumbeat api, Recorder recorder, List<String> campaigns) {
        this.api = api;
        this.recorder = recorder;
        this.campaigns = campaigns;
    }

    /**
     * One thing that somebody does to one of the campaigns, and takes back where it stops it, unless that is a cancellation.
     *
     * @param onlyPauses that are taken back
     */
    void act(Random random, boolean onlyPauses) throws InterruptedException {
        String campaign = Trouble.any(campaigns, random);
        switch (onlyPauses ? PAUSES : random.nextInt(8)) {
            case 0 -> call(campaign, RETRY, "{\"statuses\": [\"failed\"]}");
            case 1 -> {
                if (random.nextInt(4) == 0) {
                    call(campaign, RETRY_UNCONFIRMED, "{\"statuses\": [\"unconfirmed\"], \"acceptDuplicates\": true}");
                }
            }
            case 2 -> {
                if (random.nextInt(6) == 0) {
                    cancel(campaign);
                }
            }
            default -> {
                pause(campaign);
                Thread.sleep(500 + random.nextInt(4_000));
                goOn(campaign);
            }
        }
    }

    /** Asks once. */
    void pause(String campaign) throws InterruptedException {
        call(campaign, PAUSE, "");
    }

    /** Asks until somebody has answered; a campaign that has ended says no. */
    void goOn(String campaign) throws InterruptedException {
        while (!isAnswered(call(campaign, RESUME, ""))) {
            Thread.sleep(2_000);
        }
    }

    /** Asks until it is cancelled. */
    void cancel(String campaign) throws InterruptedException {
        while (!isAnswered(call(campaign, CANCEL, ""))) {
            Thread.sleep(500);
        }
    }

    private static boolean isAnswered(int status) {
        return status == 200 || status == 409;
    }

    private int call(String campaign, Command command, String json) throws InterruptedException {
        long begun = recorder.clock.now();
        int status = Call.UNKNOWN;
        try {
            String path = command == RETRY_UNCONFIRMED
                    ? "/retry"
                    : "/" + command.name().toLowerCase(Locale.ROOT);
            HttpResponse<String> answer = api.ask(campaign, "POST", path, json, PATIENCE);
            status = answer.body().contains(LEFT_OPEN) ? Call.UNKNOWN : answer.statusCode();
        } catch (IOException none) {
            // as its status says
        }
        recorder.add(new Call(campaign, command, begun, recorder.clock.now(), status));
        return status;
    }

    /** Looks at all campaigns, and answers whether all have ended. */
    boolean haveAllEnded() throws InterruptedException {
        boolean ended = true;
        for (String campaign : campaigns) {
            ended &= List.of("completed", "cancelled", "failed").contains(look(campaign));
        }
        return ended;
    }

    /** The status of the campaign; empty where no answer came. */
    String look(String campaign) throws InterruptedException {
        try {
            HttpResponse<String> answer = api.ask(campaign, "GET", "", "", PATIENCE);
            if (answer.statusCode() != 200) {
                return "";
            }
            JsonNode shown = JSON.readTree(answer.body());
            JsonNode progress = shown.path("progress");
            Map<String, Integer> counts = new HashMap<>();
            STATUSES.forEach(status -> counts.put(status, progress.path(status).asInt()));
            recorder.add(new Poll(
                    campaign, recorder.clock.now(), progress.path("total").asInt(), counts));
            return shown.path("status").asText();
        } catch (IOException none) {
            return "";
        }
    }
}
