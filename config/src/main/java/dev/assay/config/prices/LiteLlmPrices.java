package dev.assay.config.prices;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads LiteLLM's price list: a JSON object of models, each with {@code litellm_provider}, {@code
 * mode} and prices in US dollars a token. Prices are kept exactly as they are written; what is not
 * understood is left out and counted, never guessed.
 *
 * @see <a href="https://docs.litellm.ai/docs/provider_registration/add_model_pricing">Add model
 *     pricing</a>
 */
public final class LiteLlmPrices {
  /** Decimals are read as they are written, not as the nearest binary fraction. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final Set<String> TEXT_MODES =
      Set.of("chat", "completion", "responses", "embedding");
  private static final String IMAGES = "image_generation";
  private static final String SPEECH = "audio_speech";
  private static final String EXAMPLE = "sample_spec";

  /** From a token's price in US dollars to picodollars, and from an image's to nanodollars. */
  private static final int PICO = 12;

  private static final int NANO = 9;

  private final Map<String, Map<String, Price>> providers = new TreeMap<>();
  private final Map<String, Integer> leftOut = new TreeMap<>();
  private int models;
  private int baseTierOnly;

  private LiteLlmPrices() {}

  /**
   * What was read.
   *
   * @param models how many have a price now
   * @param baseTierOnly how many of them charge more for long prompts, which this table can't say:
   *     they have the price of short ones
   * @param leftOut how many were left out, by reason
   */
  public record Imported(
      PriceTable table, int models, int baseTierOnly, Map<String, Integer> leftOut) {
    public Imported {
      leftOut = Map.copyOf(leftOut);
    }
  }

  /**
   * Reads the list.
   *
   * @throws IOException when it is no JSON object
   */
  public static Imported read(byte[] json, LocalDate asOf, String source) throws IOException {
    JsonNode all = tree(json);
    if (!all.isObject()) {
      throw new NotAPriceList("it is JSON of another kind");
    }
    LiteLlmPrices prices = new LiteLlmPrices();
    all.properties().forEach(model -> prices.add(model.getKey(), model.getValue()));
    return new Imported(
        new PriceTable(asOf, source, prices.providers),
        prices.models,
        prices.baseTierOnly,
        prices.leftOut);
  }

  private static JsonNode tree(byte[] json) throws IOException {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException broken) {
      JsonLocation at = broken.getLocation();
      throw new NotAPriceList(
          at == null
              ? "it can't be read as JSON"
              : "it can't be read as JSON at line "
                  + at.getLineNr()
                  + ", column "
                  + at.getColumnNr());
    }
  }

  private void add(String key, JsonNode model) {
    if (key.equals(EXAMPLE)) {
      return;
    }
    String provider = model.path("litellm_provider").asText();
    String prefix = provider + "/";
    String name = key.startsWith(prefix) ? key.substring(prefix.length()) : key;
    if (!PriceFile.PROVIDER.allows(provider)) {
      leaveOut("no provider that can be named");
    } else if (!PriceFile.MODEL.allows(name) || name.equals(PriceTable.ANY_MODEL)) {
      leaveOut("a name no model can have");
    } else {
      price(name, model).ifPresent(price -> put(provider, name, price, model));
    }
  }

  private void put(String provider, String name, Price price, JsonNode model) {
    Map<String, Price> known = providers.computeIfAbsent(provider, it -> new LinkedHashMap<>());
    if (known.putIfAbsent(name, price) != null) {
      leaveOut("named twice, the first stands");
      return;
    }
    models++;
    if (model
        .propertyStream()
        .anyMatch(it -> it.getKey().startsWith("input_cost_per_token_above"))) {
      baseTierOnly++;
    }
  }

  private Optional<Price> price(String name, JsonNode model) {
    String mode = model.path("mode").asText();
    if (TEXT_MODES.contains(mode)) {
      return text(model);
    }
    if (mode.equals(IMAGES)) {
      return image(name, model);
    }
    if (mode.equals(SPEECH)) {
      return speech(model);
    }
    leaveOut("mode " + (mode.matches("[a-z_]{1,40}") ? mode : "unknown"));
    return Optional.empty();
  }

  private Optional<Price> text(JsonNode model) {
    JsonNode input = model.path("input_cost_per_token");
    JsonNode output = model.path("output_cost_per_token");
    JsonNode cached = model.path("cache_read_input_token_cost");
    JsonNode written = model.path("cache_creation_input_token_cost");
    if (!input.isNumber() || !output.isNumber()) {
      leaveOut("no price for a token");
      return Optional.empty();
    }
    if (output.decimalValue().compareTo(reasoning(model, output)) < 0) {
      leaveOut("reasoning dearer than the rest of the answer");
      return Optional.empty();
    }
    try {
      return Optional.of(
          Price.ofTokens(
              exact(input, PICO),
              exact(cached.isNumber() ? cached : input, PICO),
              exact(isPrice(written) ? written : input, PICO),
              exact(output, PICO)));
    } catch (ArithmeticException | IllegalArgumentException unsayable) {
      leaveOut("a price below 0, above " + Price.MAX_PER_MILLION_USD + " or too fine");
      return Optional.empty();
    }
  }

  /** The list says 0 of models that tell nothing of what they put into a cache. */
  private static boolean isPrice(JsonNode written) {
    return written.isNumber() && written.decimalValue().signum() != 0;
  }

  private static BigDecimal reasoning(JsonNode model, JsonNode output) {
    JsonNode reasoning = model.path("output_cost_per_reasoning_token");
    return (reasoning.isNumber() ? reasoning : output).decimalValue();
  }

  /**
   * By the image, as the list says of newer models, or by the pixel where the name tells the size:
   * {@code hd/1024-x-1792/dall-e-3}.
   */
  private Optional<Price> image(String name, JsonNode model) {
    JsonNode made = model.path("output_cost_per_image");
    JsonNode each = made.isNumber() ? made : model.path("input_cost_per_image");
    Optional<BigDecimal> usd = each.isNumber() ? amount(each) : byPixel(name, model);
    if (usd.isEmpty() || usd.get().signum() == 0) {
      leaveOut("no price for an image");
      return Optional.empty();
    }
    try {
      return Optional.of(
          Price.ofImage(
              usd.get().movePointRight(NANO).setScale(0, RoundingMode.CEILING).longValueExact()));
    } catch (ArithmeticException | IllegalArgumentException unsayable) {
      leaveOut("a price below 0, above " + Price.MAX_PER_MILLION_USD + " or too fine");
      return Optional.empty();
    }
  }

  private static Optional<BigDecimal> byPixel(String name, JsonNode model) {
    JsonNode in = model.path("input_cost_per_pixel");
    JsonNode out = model.path("output_cost_per_pixel");
    return Picture.pixels(name)
        .flatMap(pixels ->
            amount(in)
                .map(usd -> usd.add(amount(out).orElse(BigDecimal.ZERO)))
                .map(usd -> usd.multiply(BigDecimal.valueOf(pixels))));
  }

  /** By the character; what tokens or seconds of sound cost can't be told before it is made. */
  private Optional<Price> speech(JsonNode model) {
    JsonNode each = model.path("input_cost_per_character");
    boolean otherwise =
        model
            .propertyStream()
            .anyMatch(it ->
                it.getKey().matches("(in|out)put_cost_per_(audio_)?(token|second)")
                    && it.getValue().asDouble() != 0);
    if (!each.isNumber() || otherwise) {
      leaveOut("no price for a character");
      return Optional.empty();
    }
    try {
      return Optional.of(Price.ofCharacter(exact(each, PICO)));
    } catch (ArithmeticException | IllegalArgumentException unsayable) {
      leaveOut("a price below 0, above " + Price.MAX_PER_MILLION_USD + " or too fine");
      return Optional.empty();
    }
  }

  /** A number short enough to reckon with. */
  private static Optional<BigDecimal> amount(JsonNode usd) {
    return Optional.of(usd)
        .filter(JsonNode::isNumber)
        .map(JsonNode::decimalValue)
        .filter(it -> it.precision() <= 40 && Math.abs((long) it.scale()) <= 60);
  }

  private static long exact(JsonNode usd, int decimals) {
    return amount(usd)
        .orElseThrow(() -> new ArithmeticException("no price"))
        .movePointRight(decimals)
        .longValueExact();
  }

  private void leaveOut(String why) {
    leftOut.merge(why, 1, Integer::sum);
  }

  /** The file holds JSON, but no list of prices. */
  private static final class NotAPriceList extends JsonProcessingException {
    private static final long serialVersionUID = 1;

    NotAPriceList(String why) {
      super(
          why
              + "; LiteLLM's price list (model_prices_and_context_window.json) is a JSON object of"
              + " models");
    }
  }
}
