package dev.assay.config.prices;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class PriceProperties {
  private static final long DEAREST = 10_000_000_000L;

  @Property
  void aCostIsTheExactSumRoundedUpOnce(
      @ForAll @LongRange(max = DEAREST) long input,
      @ForAll @LongRange(max = DEAREST) long cachedInput,
      @ForAll @LongRange(max = DEAREST) long writtenInput,
      @ForAll @LongRange(max = DEAREST) long output,
      @ForAll @IntRange(max = 100_000_000) int prompt,
      @ForAll @IntRange(max = 100_000_000) int cached,
      @ForAll @IntRange(max = 100_000_000) int written,
      @ForAll @IntRange(max = 100_000_000) int answer) {
    long fromCache = Math.min(prompt, cached);
    long intoCache = Math.min(prompt - fromCache, written);
    BigDecimal pico =
        BigDecimal.valueOf(prompt - fromCache - intoCache)
            .multiply(BigDecimal.valueOf(input))
            .add(BigDecimal.valueOf(fromCache).multiply(BigDecimal.valueOf(cachedInput)))
            .add(BigDecimal.valueOf(intoCache).multiply(BigDecimal.valueOf(writtenInput)))
            .add(BigDecimal.valueOf(answer).multiply(BigDecimal.valueOf(output)));

    Price price = Price.ofTokens(input, cachedInput, writtenInput, output);
    Units units = new Units(prompt, cached, written, answer, 0, 0);
    assertThat(price.nanoUsd(units))
        .isEqualTo(pico.movePointLeft(3).setScale(0, RoundingMode.CEILING).longValueExact())
        .isLessThanOrEqualTo(price.mostNanoUsd(Units.ofTokens(prompt, cached, answer)));
  }

  @Property
  void whatIsWrittenReadsTheSame(
      @ForAll @LongRange(max = DEAREST) long input,
      @ForAll @LongRange(max = DEAREST) long cachedInput,
      @ForAll @LongRange(max = DEAREST) long writtenInput,
      @ForAll @LongRange(max = DEAREST) long output,
      @ForAll @LongRange(max = DEAREST) long request,
      @ForAll @LongRange(max = DEAREST) long image,
      @ForAll @LongRange(max = DEAREST) long character) {
    PriceTable table =
        new PriceTable(
            LocalDate.of(2026, 1, 31),
            "a \"list\" \\ of ours",
            Map.of(
                "cloud",
                Map.of(
                    "org/model:1",
                    new Price(
                        input, cachedInput, writtenInput, output, request, image, character))));

    String text = PriceYaml.text(table);

    assertThat(PriceFile.read("prices.yaml", text.getBytes(StandardCharsets.UTF_8)).orThrow())
        .isEqualTo(table);
  }

  @Property
  void countsThatAreNoneCostNoLessThanNothing(
      @ForAll long prompt,
      @ForAll long cached,
      @ForAll long written,
      @ForAll long answer,
      @ForAll int images,
      @ForAll long characters) {
    Price dear = new Price(DEAREST, DEAREST, DEAREST, DEAREST, DEAREST, DEAREST, DEAREST);

    assertThat(dear.nanoUsd(new Units(prompt, cached, written, answer, images, characters)))
        .isGreaterThanOrEqualTo(DEAREST);
  }
}
