package io.drumbeat.api.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What lives in a JVM's heap after a full collection, which asking for it causes. */
record LiveHeap(long bytes, Map<String, Long> byClass) {

    /** @param pid of a JVM of the same user */
    static LiveHeap of(long pid) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        long bytes = -1;
        Map<String, Long> byClass = new HashMap<>();
        for (String line : answer.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length >= 4 && words[0].endsWith(":") && words[1].matches("\\d+")) {
                byClass.put(words[3], Long.valueOf(words[1]));
            } else if (words.length == 3 && words[0].equals("Total")) {
                bytes = Long.parseLong(words[2]);
            }
        }
        if (bytes < 0) {
            throw new IOException("jcmd says " + answer);
        }
        return new LiveHeap(bytes, byClass);
    }

    long instances(String className) {
        return byClass.getOrDefault(className, 0L);
    }
}
