package dev.assay.config.prices;

import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.Problems;
import dev.assay.config.yaml.TextRule;
import dev.assay.config.yaml.Value;
import dev.assay.config.yaml.YamlNode;
import dev.assay.config.yaml.YamlReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads {@code prices.yaml}: what it gets wrong is reported all at once, and nothing is priced by
 * it.
 */
public final class PriceFile {
  static final TextRule PROVIDER =
      TextRule.matching(
          "[a-z][a-z0-9_-]{0,39}", "a name of 1 to 40 of a-z, 0-9, _ and -, a letter first");
  static final TextRule MODEL =
      TextRule.matching(
          "\\*|[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,199}",
          "the provider's model name, 1 to 200 letters, digits and . _ : @ / + -, or * for all"
              + " others");
  static final TextRule SOURCE =
      TextRule.matching("[^\\p{Cntrl}]{1,300}", "where the prices are from, 1 to 300 characters");

  /** Decimals of a price in US dollars; see {@link Price}. */
  static final int TOKEN_DECIMALS = 6;

  static final int REQUEST_DECIMALS = 9;

  static final BigDecimal MAX_USD = BigDecimal.valueOf(Price.MAX_PER_MILLION_USD);

  private static final TextRule USD = TextRule.matching("USD", "USD");
  private static final TextRule DATE =
      new TextRule("a day such as 2026-01-31", text -> day(text).isPresent());
  private static final int MAX_PROVIDERS = 256;
  private static final int MAX_MODELS = 10_000;

  private PriceFile() {}

  /** Reads a file. */
  public static Checked<PriceTable> read(Path file) {
    Problems problems = new Problems(file.toString());
    return read(YamlReader.read(file, problems), problems);
  }

  /** The same for bytes already at hand; {@code file} is its name in messages. */
  public static Checked<PriceTable> read(String file, byte[] bytes) {
    Problems problems = new Problems(file);
    return read(YamlReader.read(bytes, problems), problems);
  }

  private static Checked<PriceTable> read(Optional<YamlNode.Mapping> tree, Problems problems) {
    if (tree.isEmpty()) {
      return new Checked.Invalid<>(problems.all());
    }
    PriceTable table = Fields.of(tree.get(), problems, PriceFile::table);
    return problems.unlessAny(() -> table);
  }

  private static PriceTable table(Fields fields) {
    LocalDate asOf =
        fields
            .required("as_of", "the day these prices are of, such as 2026-01-31")
            .flatMap(it -> it.text(DATE))
            .flatMap(PriceFile::day)
            .orElse(LocalDate.EPOCH);
    fields.required("currency", "USD").ifPresent(it -> it.text(USD));
    return new PriceTable(
        asOf,
        fields.text("source", "not stated", SOURCE),
        fields
            .required("providers", "each provider's models and what they cost")
            .map(value ->
                value.named(MAX_PROVIDERS, PROVIDER, (name, it) -> Optional.of(models(it))))
            .orElse(Map.of()));
  }

  private static Map<String, Price> models(Value value) {
    return value.named(MAX_MODELS, MODEL, (name, it) -> it.fields(fields -> price(it, fields)));
  }

  private static Price price(Value at, Fields fields) {
    Optional<Long> input = tokens(fields, "input");
    Optional<Long> cached = tokens(fields, "cached_input");
    Optional<Long> written = tokens(fields, "cache_write");
    Optional<Long> output = tokens(fields, "output");
    Optional<Long> request = amount(fields, "per_request");
    Optional<Long> image = amount(fields, "per_image");
    Optional<Long> characters = tokens(fields, "characters");
    boolean tokens = Stream.of(input, cached, written, output).anyMatch(Optional::isPresent);
    boolean priced = tokens || request.isPresent() || image.isPresent() || characters.isPresent();
    if (fields.flag("free", false)) {
      if (priced) {
        at.refuse(at.name() + " both free and with a price", "either free: true or its prices");
      }
      return Price.FREE;
    }
    if (!priced) {
      at.refuse(
          at.name() + " without a price",
          "input and output in USD per million tokens, characters in USD per million, per_request or"
              + " per_image in USD, or free: true");
    } else if (tokens && (input.isEmpty() || output.isEmpty())) {
      at.refuse(
          at.name() + " with only some of its token prices",
          "input and output both, 0 where there is none");
    }
    return new Price(
        input.orElse(0L),
        cached.or(() -> input).orElse(0L),
        written.or(() -> input).orElse(0L),
        output.orElse(0L),
        request.orElse(0L),
        image.orElse(0L),
        characters.orElse(0L));
  }

  /** US dollars for a million tokens or characters, as picodollars for each. */
  private static Optional<Long> tokens(Fields fields, String key) {
    return usd(fields, key, TOKEN_DECIMALS);
  }

  private static Optional<Long> amount(Fields fields, String key) {
    return usd(fields, key, REQUEST_DECIMALS);
  }

  private static Optional<Long> usd(Fields fields, String key, int decimals) {
    return fields
        .value(key)
        .flatMap(it -> it.exact(decimals, BigDecimal.ZERO, MAX_USD))
        .map(usd -> usd.movePointRight(decimals).longValueExact());
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
