package dev.assay.gateway.dialect.neutral;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are drawn, and when that ends.
 *
 * @param maxTokens the most that an answer may have, thoughts included
 * @param logprobs how many likely tokens are listed beside each; {@code null} for no likelihoods
 */
public record Sampling(
    @Nullable Long maxTokens,
    @Nullable BigDecimal temperature,
    @Nullable BigDecimal topP,
    @Nullable Said<BigDecimal> topK,
    @Nullable Said<List<String>> stop,
    @Nullable Said<Long> logprobs) {}
