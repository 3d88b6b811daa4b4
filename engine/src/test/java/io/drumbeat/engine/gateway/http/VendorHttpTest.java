package io.drumbeat.engine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.vendor.GatewayTypes;
import org.junit.jupiter.api.Test;

class VendorHttpTest {

    @Test
    void shouldAllowMoreToAnAnimatedStickerThanToAStaticOne() {
        byte[] webp = new byte[64];
        System.arraycopy(new byte[] {'R', 'I', 'F', 'F'}, 0, webp, 0, 4);
        System.arraycopy(new byte[] {'W', 'E', 'B', 'P', 'V', 'P', '8', 'X'}, 0, webp, 8, 8);
        MediaLimits sticker = MediaLimits.ofMeta(MediaType.STICKER);
        assertThat(sticker.maxBytesOf(webp)).isEqualTo(100 * 1024);
        webp[20] = 0x02;
        assertThat(sticker.maxBytesOf(webp)).isEqualTo(500 * 1024);
    }

    @Test
    void shouldFindGatewaysByTheirNamesAndNoOthers() {
        assertThat(GatewayTypes.all())
                .extracting(GatewayType::name)
                .doesNotHaveDuplicates()
                .contains("cloud", "wacr");
        assertThat(GatewayTypes.all())
                .allSatisfy(type -> assertThat(GatewayTypes.byName(type.name())).contains(type));
        assertThat(GatewayTypes.byName("twilio")).isEmpty();
    }
}
