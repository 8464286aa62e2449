package dev.assay.learners.spending;

import dev.assay.config.prices.Price;
import dev.assay.config.prices.PriceTable;
import dev.assay.policies.judge.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What targets charge, by the operator's table. */
final class Prices {
  private static final long NANO_PER_MICRO = 1_000;

  private final PriceTable table;

  Prices(PriceTable table) {
    this.table = table;
  }

  /** The dearest of them; empty where one has no price, or there is none. */
  Optional<Price> dearest(List<Target> targets) {
    Optional<Price> dearest = Optional.empty();
    for (Target target : targets) {
      Optional<Price> price = of(target);
      if (price.isEmpty()) {
        return Optional.empty();
      }
      dearest = dearest.map(price.get()::dearest).or(() -> price);
    }
    return dearest;
  }

  private Optional<Price> of(Target target) {
    return target instanceof Target.PassThrough surface
        ? Optional.of(new Price(0, 0, 0, surface.microUsd() * NANO_PER_MICRO, 0))
        : table.price(target.provider(), target.model());
  }

  /** What it cost, in nanodollars: nothing without a target, null where the target has no price. */
  @Nullable Long nanoUsd(TokenUsage usage, @Nullable Target target) {
    if (target == null) {
      return 0L;
    }
    return of(target)
        .map(price ->
            price.nanoUsd(usage.promptTokens(), usage.cachedTokens(), usage.completionTokens(), 0))
        .orElse(null);
  }
}
