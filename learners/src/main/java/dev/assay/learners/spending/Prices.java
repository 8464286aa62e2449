package dev.assay.learners.spending;

import dev.assay.config.prices.Price;
import dev.assay.config.prices.PriceTable;
import dev.assay.policies.judge.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What targets charge, by the operator's table. */
final class Prices {
  private final PriceTable table;

  Prices(PriceTable table) {
    this.table = table;
  }

  /** The dearest of them; empty where one has no price, or there is none. */
  Optional<Price> dearest(List<Target> targets) {
    Optional<Price> dearest = Optional.empty();
    for (Target target : targets) {
      Optional<Price> price = table.price(target.provider(), target.model());
      if (price.isEmpty()) {
        return Optional.empty();
      }
      dearest = dearest.map(price.get()::dearest).or(() -> price);
    }
    return dearest;
  }

  /** What it cost, in nanodollars: nothing without a target, null where the target has no price. */
  @Nullable Long nanoUsd(TokenUsage usage, @Nullable Target target) {
    if (target == null) {
      return 0L;
    }
    return table
        .price(target.provider(), target.model())
        .map(price ->
            price.nanoUsd(usage.promptTokens(), usage.cachedTokens(), usage.completionTokens(), 0))
        .orElse(null);
  }
}
