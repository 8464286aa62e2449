package dev.assay.config.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiteLlmPricesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

  private static final String LIST =
      """
      {
        "sample_spec": {"litellm_provider": "one of https://docs", "mode": "one of: chat"},
        "small": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.5e-07,
          "cache_read_input_token_cost": 7.5e-08, "output_cost_per_token": 6e-07, "x": [1],
          "cache_creation_input_token_cost": 1.875e-07},
        "groq/org/m": {"litellm_provider": "groq", "mode": "chat",
          "input_cost_per_token": 2e-6, "output_cost_per_token": 0.000008,
          "input_cost_per_token_above_200k_tokens": 4e-6, "cache_creation_input_token_cost": 0.0},
        "embed": {"litellm_provider": "openai", "mode": "embedding",
          "input_cost_per_token": 2e-08, "output_cost_per_token": 0},
        "openai/small": {"litellm_provider": "openai", "mode": "chat",
          "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6},
        "picture": {"litellm_provider": "aiml", "mode": "image_generation",
          "output_cost_per_image": 0.026},
        "pixels": {"litellm_provider": "aiml", "mode": "image_generation",
          "output_cost_per_pixel": 1e-9},
        "voice": {"litellm_provider": "openai", "mode": "audio_speech"},
        "minutes": {"litellm_provider": "openai", "mode": "chat"},
        "thinker": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-6,
          "output_cost_per_token": 1e-6, "output_cost_per_reasoning_token": 3e-6},
        "fine": {"litellm_provider": "openai", "mode": "chat",
          "input_cost_per_token": 1.23456789e-10, "output_cost_per_token": 0},
        "huge": {"litellm_provider": "openai", "mode": "chat",
          "input_cost_per_token": 1e999999999, "output_cost_per_token": 0},
        "odd name": {"litellm_provider": "openai", "mode": "chat"},
        "nobody": {"mode": "chat"}
      }
      """;

  @Test
  void takesWhatItUnderstandsAndCountsWhatItLeavesOut() throws IOException {
    LiteLlmPrices.Imported imported = read(LIST);

    assertThat(imported.table().providers())
        .isEqualTo(
            Map.of(
                "openai",
                Map.of(
                    "small", Price.ofTokens(150_000, 75_000, 187_500, 600_000),
                    "embed", Price.ofTokens(20_000, 20_000, 0)),
                "groq",
                Map.of("org/m", Price.ofTokens(2_000_000, 2_000_000, 8_000_000)),
                "aiml",
                Map.of("picture", Price.ofImage(26_000_000))));
    assertThat(imported.models()).isEqualTo(4);
    assertThat(imported.baseTierOnly()).isEqualTo(1);
    assertThat(imported.leftOut())
        .isEqualTo(
            Map.of(
                "named twice, the first stands", 1,
                "no price for an image", 1,
                "no price for a character", 1,
                "no price for a token", 1,
                "reasoning dearer than the rest of the answer", 1,
                "a price below 0, above 10000 or too fine", 2,
                "a name no model can have", 1,
                "no provider that can be named", 1));
    assertThat(
            PriceFile.read(
                    "prices.yaml",
                    PriceYaml.text(imported.table()).getBytes(StandardCharsets.UTF_8))
                .orThrow())
        .isEqualTo(imported.table());
  }

  @Test
  void imagesArePricedBySizeAndQualityAndSpeechByTheCharacter() throws IOException {
    PriceTable table =
        read("""
        {
          "hd/1024-x-1792/dall-e-3": {"litellm_provider": "openai",
            "mode": "image_generation", "input_cost_per_pixel": 6.539e-08,
            "output_cost_per_pixel": 0.0},
          "standard/1024-x-1024/dall-e-3": {"litellm_provider": "openai",
            "mode": "image_generation", "input_cost_per_pixel": 3.81469e-08},
          "low/1024-x-1024/mini": {"litellm_provider": "openai",
            "mode": "image_generation", "input_cost_per_image": 0.005},
          "tts-1": {"litellm_provider": "openai", "mode": "audio_speech",
            "input_cost_per_character": 1.5e-05},
          "mini-tts": {"litellm_provider": "openai", "mode": "audio_speech",
            "input_cost_per_character": 1.5e-05, "output_cost_per_second": 0.00025}
        }
        """)
            .table();

    assertThat(table.price("openai", "tts-1")).contains(Price.ofCharacter(15_000_000));
    assertThat(table.price("openai", "mini-tts")).isEmpty();
    assertThat(table.picture("openai", "mini", Picture.of("auto", "low")))
        .contains(Price.ofImage(5_000_000));
    assertThat(table.picture("openai", "dall-e-3", Picture.of("1024x1024", "")))
        .as("0.04 dollars, rounded up to the nanodollar")
        .contains(Price.ofImage(39_999_924));
    assertThat(table.picture("openai", "dall-e-3", Picture.of("", "")))
        .as("what was not said is taken for the dearest")
        .contains(Price.ofImage(119_991_174));
    assertThat(table.picture("openai", "dall-e-3", Picture.of("512x512", ""))).isEmpty();
    assertThat(table.picture("openai", "e-3", Picture.of("", ""))).isEmpty();
  }

  @Test
  void whatIsNoListOfModelsIsRefused() {
    assertThatThrownBy(() -> read("[]")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("{\"a\": 1, \"a\": 2}")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("as_of: 2026"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't be read as JSON at line 1")
        .hasMessageContaining("model_prices_and_context_window.json")
        .hasMessageNotContaining("Unrecognized token");
  }

  private static LiteLlmPrices.Imported read(String json) throws IOException {
    return LiteLlmPrices.read(json.getBytes(StandardCharsets.UTF_8), DAY, "a test");
  }
}
