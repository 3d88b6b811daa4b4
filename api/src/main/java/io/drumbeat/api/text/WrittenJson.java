package io.drumbeat.api.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.CharacterCodingException;

/** JSON as people and programs write it: one value, no field twice; what is wrong is said in plain words. */
public final class WrittenJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private WrittenJson() {}

    /**
     * The value that {@code bytes} are, in any encoding of {@link WrittenText}.
     *
     * @throws NotJson saying where and why it is none
     */
    public static JsonNode parse(byte[] bytes) throws NotJson {
        String text;
        try {
            text = WrittenText.decode(bytes);
        } catch (CharacterCodingException e) {
            throw new NotJson("it is neither UTF-8 nor UTF-16 text");
        }
        if (text.isBlank()) {
            throw new NotJson("it is empty");
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException refused) {
            throw new NotJson(JsonFault.in(text)
                    .map(JsonFault::toString)
                    .orElse("it is nested too deeply, or a number or a text in it is too long"));
        }
    }
}
