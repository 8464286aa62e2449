package dev.assay.config.prices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.AssayConfig;
import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceFileTest {
  private static final String HEAD = "as_of: 2026-01-31\ncurrency: USD\nproviders:\n";

  @Test
  void theShippedTablePricesEveryModelOfAStartFromTheEnvironment() {
    AssayConfig config =
        AssayConfig.fromEnvironment(Map.of("OPENAI_API_KEY", "sk-test-0123456789")).orThrow();

    assertThat(config.aliases()).hasSizeGreaterThan(5);
    assertThat(config.aliases().values())
        .flatExtracting(alias -> alias.targets())
        .allSatisfy(target ->
            assertThat(config.prices().price(target.provider(), target.model()))
                .as(target.toString())
                .isPresent());
    assertThat(config.prices().asOf()).isAfter(LocalDate.of(2026, 1, 1));
    assertThat(config.prices().source()).contains("OpenAI");
  }

  @Test
  void pricesAreExact() {
    PriceTable table =
        read(HEAD
                + """
                  cloud:
                    small: {input: 0.000001, cached_input: 0, output: 9999.999999}
                    picture: {per_image: 0.04, per_request: 0.000000001}
                    embedder: {input: 0.02, output: 0}
                  own:
                    "*": {free: true}
                """)
            .orThrow();

    assertThat(table.asOf()).isEqualTo("2026-01-31");
    assertThat(table.price("cloud", "small")).contains(Price.ofTokens(1, 0, 9_999_999_999L));
    assertThat(table.price("cloud", "picture")).contains(new Price(0, 0, 0, 0, 1, 40_000_000, 0));
    assertThat(table.price("cloud", "embedder")).contains(Price.ofTokens(20_000, 20_000, 0));
    assertThat(table.price("cloud", "other")).isEmpty();
    assertThat(table.price("own", "whatever")).contains(Price.FREE);
    assertThat(table.price("nobody", "small")).isEmpty();
  }

  @Test
  void aModelsOwnPriceStandsBeforeThatOfAllOthers() {
    PriceTable table =
        read(HEAD + "  own:\n    \"*\": {free: true}\n    m: {input: 1, output: 2}\n").orThrow();

    assertThat(table.price("own", "m")).contains(Price.ofTokens(1_000_000, 1_000_000, 2_000_000));
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    Checked<PriceTable> checked =
        read(
            """
            as_of: yesterday
            currency: EUR
            providers:
              Cloud: {}
              cloud:
                a: {}
                b: {free: true, input: 1}
                c: {input: 1}
                d: {input: 0.0000001, output: -1}
                e: {input: 1, output: 2, price: 3}
            """);

    assertThat(messages(checked))
        .containsExactly(
            "prices.yaml:1: found as_of \"yesterday\"; expected a day such as 2026-01-31",
            "prices.yaml:2: found currency \"EUR\"; expected USD",
            "prices.yaml:4: found the name \"Cloud\" in providers; expected a name of 1 to 40 of"
                + " a-z, 0-9, _ and -, a letter first",
            "prices.yaml:6: found providers.cloud.a without a price; expected input and output in"
                + " USD per million tokens, characters in USD per million, per_request or per_image"
                + " in USD, or free: true",
            "prices.yaml:7: found providers.cloud.b both free and with a price; expected either"
                + " free: true or its prices",
            "prices.yaml:8: found providers.cloud.c with only some of its token prices; expected"
                + " input and output both, 0 where there is none",
            "prices.yaml:9: found providers.cloud.d.input \"0.0000001\"; expected a number from 0"
                + " to 10000 with at most 6 decimals",
            "prices.yaml:9: found providers.cloud.d.output \"-1\"; expected a number from 0 to"
                + " 10000 with at most 6 decimals",
            "prices.yaml:9: found providers.cloud.d without a price; expected input and output in"
                + " USD per million tokens, characters in USD per million, per_request or per_image"
                + " in USD, or free: true",
            "prices.yaml:10: found the unknown key \"price\" in providers.cloud.e; expected one of"
                + " cache_write, cached_input, characters, free, input, output, per_image, per_request");
  }

  @Test
  void aConfigurationNamesItsTableAndToldIsWhatIsWrongWithBoth(@TempDir Path folder)
      throws Exception {
    Path good = Files.writeString(folder.resolve("good.yaml"), HEAD + "  a: {m: {free: true}}\n");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "as_of: 2026-01-31\n");

    assertThat(config("prices: {file: " + good + "}\n").orThrow().prices().price("a", "m"))
        .contains(Price.FREE);
    assertThat(config("providers: {}\n").orThrow().prices()).isEqualTo(PriceTable.shipped());
    assertThat(messages(config("prices: {file: " + bad + "}\nproxy: {}\n")))
        .containsExactly(
            "assay.yaml:2: found the unknown key \"proxy\"; expected one of aliases, control, data,"
                + " limits, metrics, policy, prices, providers, shutdown, storage, telemetry",
            bad + ":1: found no currency; expected currency: USD",
            bad
                + ":1: found no providers; expected providers: each provider's models and what"
                + " they cost");
  }

  private static Checked<PriceTable> read(String text) {
    return PriceFile.read("prices.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Checked<AssayConfig> config(String text) {
    return AssayConfig.read("assay.yaml", text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static List<String> messages(Checked<?> checked) {
    return ((Checked.Invalid<?>) checked).problems().stream().map(Problem::message).toList();
  }
}
