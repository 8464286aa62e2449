package dev.assay.learners.spending;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was used.
 *
 * @param of what the row is about, by {@link UsageQuery.By#word()}
 * @param cachedTokens the part of the prompts' that providers had cached
 * @param writtenTokens the part of the prompts' that providers put into their caches
 * @param costNanoUsd billionths of a US dollar
 * @param estimated requests whose tokens were counted here because the provider did not say
 * @param unpriced requests to a model without a price, which are in no sum of money
 */
public record UsageRow(
    Map<String, String> of,
    long requests,
    long promptTokens,
    long cachedTokens,
    long writtenTokens,
    long completionTokens,
    long reasoningTokens,
    long costNanoUsd,
    long estimated,
    long unpriced) {
  public UsageRow {
    of = Collections.unmodifiableMap(new LinkedHashMap<>(of));
  }

  /** In US dollars, exactly. */
  @JsonProperty
  public String usd() {
    return Usd.figure(costNanoUsd);
  }
}
