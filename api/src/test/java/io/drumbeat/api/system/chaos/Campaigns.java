package io.drumbeat.api.system.chaos;

import io.drumbeat.api.system.chaos.History.Ending;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Three campaigns on a site: one on all numbers with pauses, one on some of them that is slower by itself, and one on those
 * with a rate, which may have a night.
 */
final class Campaigns {

    private final Site site;
    private final Map<String, Plan.Campaign> posted = new LinkedHashMap<>();

    private Campaigns(Site site) {
        this.site = site;
    }

    /**
     * Posts them.
     *
     * @param recipients of each list, at most 3,900
     * @param allBehave whether none of them misbehaves
     */
    static Campaigns post(Site site, int recipients, boolean allBehave, Random random)
            throws IOException, InterruptedException {
        Campaigns campaigns = new Campaigns(site);
        boolean sleeps = random.nextInt(3) == 0;
        String night = ", \"schedule\": {\"quietHours\": %s}".formatted(site.numbers.night());
        String slower = ", \"pacing\": {\"minDelay\": \"PT0.5S\", \"maxDelay\": \"PT0.7S\"}";
        campaigns.post(Numbers.PAUSING, "", 0, List.of(), Lists.phones(0, recipients, allBehave, random));
        campaigns.post(
                Numbers.PAUSING.subList(0, 3),
                slower,
                500_000_000,
                List.of(),
                Lists.phones(1, recipients, allBehave, random));
        campaigns.post(
                Numbers.RATED,
                sleeps ? night : "",
                0,
                sleeps ? List.of(site.numbers.nightSpan()) : List.of(),
                Lists.phones(2, recipients, allBehave, random));
        return campaigns;
    }

    private void post(List<String> senders, String more, long minGapNanos, List<Plan.Span> quiet, List<String> phones)
            throws IOException, InterruptedException {
        String spec = """
                {"name": "Offer %d", "senders": ["%s"], "media": {"type": "image", "caption": "Hello {{name}}"},
                 "autoPause": null, "allowRepeat": true%s}""".formatted(posted.size(), String.join("\", \"", senders), more);
        String id = site.api().post(spec, Lists.csv(phones));
        posted.put(id, new Plan.Campaign(id, Set.copyOf(phones), minGapNanos, quiet));
    }

    List<String> ids() {
        return List.copyOf(posted.keySet());
    }

    /** What has happened until now; their recipients are asked for. */
    History history(Recorder recorder) throws IOException, InterruptedException {
        List<Ending> endings = new ArrayList<>();
        for (String campaign : posted.keySet()) {
            site.api()
                    .recipients(campaign, null)
                    .forEach(one -> endings.add(new Ending(
                            campaign,
                            one.path("phone").asText(),
                            one.path("status").asText())));
        }
        Plan plan = new Plan(List.copyOf(posted.values()), site.numbers.planned(), Numbers.portfolios());
        return recorder.history(plan, site.vendor.sends(), endings);
    }
}
