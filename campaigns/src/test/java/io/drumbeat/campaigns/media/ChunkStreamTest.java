package io.drumbeat.campaigns.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChunkStreamTest {

    private static final int CHUNK = 8;

    @Test
    void shouldReadEveryRangeOfEverySize() throws IOException {
        for (int size = 0; size <= 3 * CHUNK; size++) {
            byte[] content = content(size);
            for (int from = 0; from <= size; from++) {
                for (int to = from; to <= size; to++) {
                    ChunkStream stream = stream(content, from, to - from, new ArrayList<>());
                    assertThat(stream.readAllBytes())
                            .as("%s to %s of %s", from, to, size)
                            .isEqualTo(Arrays.copyOfRange(content, from, to));
                }
            }
        }
    }

    @Test
    void shouldReadTheSameInWhateverPiecesItIsRead() throws IOException {
        byte[] content = content(100);
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            try (ChunkStream stream = stream(content, 0, content.length, new ArrayList<>())) {
                byte[] piece = new byte[20];
                for (int count = 0; count >= 0; ) {
                    read.write(piece, 0, count);
                    if (random.nextBoolean()) {
                        count = stream.read(piece, 0, random.nextInt(piece.length));
                    } else {
                        int one = stream.read();
                        piece[0] = (byte) one;
                        count = one < 0 ? -1 : 1;
                    }
                }
            }
            assertThat(read.toByteArray()).isEqualTo(content);
        }
    }

    @Test
    void shouldFetchEachChunkOnceAndNoneThatItDoesNotNeed() throws IOException {
        List<Integer> fetched = new ArrayList<>();
        try (ChunkStream stream = stream(content(100), CHUNK, 2 * CHUNK, fetched)) {
            assertThat(fetched).isEmpty();
            stream.readAllBytes();
        }
        assertThat(fetched).containsExactly(1, 2);
    }

    @Test
    void shouldFailWhenAChunkIsShort() {
        ChunkStream stream = new ChunkStream(number -> new byte[CHUNK - 1], CHUNK, 0, CHUNK);

        assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class).hasMessageContaining("chunk 0");
    }

    private static ChunkStream stream(byte[] content, int from, int length, List<Integer> fetched) {
        return new ChunkStream(
                number -> {
                    fetched.add(number);
                    return Arrays.copyOfRange(content, number * CHUNK, Math.min(content.length, (number + 1) * CHUNK));
                },
                CHUNK,
                from,
                length);
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
