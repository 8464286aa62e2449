package dev.assay.config.prices;

import java.math.BigDecimal;
import java.util.StringJoiner;

/** Writes a table in the form that {@link PriceFile} reads. */
public final class PriceYaml {
  private PriceYaml() {}

  /** The file's text. */
  public static String text(PriceTable table) {
    StringBuilder text = new StringBuilder();
    text.append("as_of: ").append(table.asOf()).append('\n');
    text.append("currency: USD\n");
    text.append("source: ").append(quoted(table.source())).append("\n\nproviders:\n");
    table
        .providers()
        .forEach((provider, models) -> {
          text.append("  ").append(provider).append(":\n");
          models.forEach((model, price) ->
              text.append("    ")
                  .append(quoted(model))
                  .append(": {")
                  .append(price(price))
                  .append("}\n"));
        });
    return text.toString();
  }

  private static String price(Price price) {
    if (price.equals(Price.FREE)) {
      return "free: true";
    }
    StringJoiner parts = new StringJoiner(", ");
    if (price.inputPicoUsd()
            + price.cachedInputPicoUsd()
            + price.writtenInputPicoUsd()
            + price.outputPicoUsd()
        > 0) {
      parts.add("input: " + usd(price.inputPicoUsd(), PriceFile.TOKEN_DECIMALS));
      if (price.cachedInputPicoUsd() != price.inputPicoUsd()) {
        parts.add("cached_input: " + usd(price.cachedInputPicoUsd(), PriceFile.TOKEN_DECIMALS));
      }
      if (price.writtenInputPicoUsd() != price.inputPicoUsd()) {
        parts.add("cache_write: " + usd(price.writtenInputPicoUsd(), PriceFile.TOKEN_DECIMALS));
      }
      parts.add("output: " + usd(price.outputPicoUsd(), PriceFile.TOKEN_DECIMALS));
    }
    if (price.requestNanoUsd() > 0) {
      parts.add("per_request: " + usd(price.requestNanoUsd(), PriceFile.REQUEST_DECIMALS));
    }
    if (price.imageNanoUsd() > 0) {
      parts.add("per_image: " + usd(price.imageNanoUsd(), PriceFile.REQUEST_DECIMALS));
    }
    if (price.characterPicoUsd() > 0) {
      parts.add("characters: " + usd(price.characterPicoUsd(), PriceFile.TOKEN_DECIMALS));
    }
    return parts.toString();
  }

  private static String usd(long amount, int decimals) {
    BigDecimal usd = BigDecimal.valueOf(amount, decimals).stripTrailingZeros();
    return usd.signum() == 0 ? "0" : usd.toPlainString();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
