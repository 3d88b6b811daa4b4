package io.drumbeat.api.system;

import java.util.Map;

/**
 * What a recipient must end as, by the phone's last five digits (docs/simulator.md) and the gateway that answered last:
 * the status, and the code where there is one.
 */
final class Verdict {

    private static final Map<Integer, String> WACR =
            Map.of(753, "CONTACT_OPTED_OUT", 754, "NOT_FOUND", 755, "VALIDATION_ERROR");

    private static final Map<Integer, String> WACR_UNCONFIRMED =
            Map.of(760, "MESSAGE_SEND_FAILED", 762, "INTERNAL_ERROR");

    /** Cloud's codes that are not 131000 or 132000 and two digits. */
    private static final Map<Integer, Integer> CLOUD = Map.of(672, 130_472, 697, 130_497, 698, 135_000);

    private static final Map<Integer, String> PEPIPOST = Map.of(131_026, "8003", 131_050, "8002");

    private Verdict() {}

    /**
     * As {@code failed 131026}.
     *
     * @param gateway of the last send
     * @param phone whose last digits choose the fault
     * @param sends how many sends there were to that phone
     */
    static String of(String gateway, String phone, long sends) {
        int fault = Integer.parseInt(phone.substring(phone.length() - 5)) - 99_000;
        return switch (fault) {
            case 10, 11 -> "unconfirmed timeout";
            case 12, 13, 14 -> "unconfirmed connection_lost";
            // Where no body is documented, any 200 will do that does not say no.
            case 15, 16, 18 -> isLenient(gateway) ? "sent" : "unconfirmed http_200";
            case 21, 126 -> "failed " + code(gateway, 131_026);
            case 301, 302, 307, 308, 500, 502, 503, 504 -> "unconfirmed http_" + fault;
            case 400 -> "failed " + badRequest(gateway);
            case 147, 150 -> "failed " + code(gateway, 130_900 + fault);
            case 200, 212 -> "failed " + code(gateway, 131_800 + fault);
            case 672, 697, 698 -> "failed " + code(gateway, CLOUD.get(fault));
            case 753, 754, 755 -> "failed " + (gateway.equals("wacr") ? WACR.get(fault) : code(gateway, fault));
            case 760, 762 ->
                gateway.equals("wacr")
                        ? "unconfirmed " + WACR_UNCONFIRMED.get(fault)
                        : "failed " + code(gateway, fault);
            case 811 -> sends > 1 ? "sent" : "failed 131000";
            case 821 -> sends > 1 ? "sent" : "failed 131056";
            case 901, 902, 903, 904, 906 -> "failed " + (7_100 + fault);
            default -> "sent";
        };
    }

    private static boolean isLenient(String gateway) {
        return gateway.equals("wachat") || gateway.equals("waconnect");
    }

    /** A code of Cloud's, or of nobody's, in the gateway's own words. */
    static String code(String gateway, int code) {
        return gateway.equals("pepipost") ? PEPIPOST.getOrDefault(code, "8004") : "" + code;
    }

    private static String badRequest(String gateway) {
        return switch (gateway) {
            case "cloud" -> "135000";
            case "pepipost" -> "8004";
            case "wacr" -> "http_400";
            default -> "400";
        };
    }
}
