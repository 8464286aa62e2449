package dev.assay.learners.spending;

import dev.assay.config.prices.Price;
import dev.assay.config.prices.PriceTable;
import dev.assay.config.prices.Units;
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

  /** That of the dearest candidate; empty where one has no price, or there is none. */
  Optional<Price> dearest(Ask ask) {
    Optional<Price> dearest = Optional.empty();
    for (Target target : ask.candidates()) {
      Optional<Price> price = of(ask, target);
      if (price.isEmpty()) {
        return Optional.empty();
      }
      dearest = dearest.map(price.get()::dearest).or(() -> price);
    }
    return dearest;
  }

  /** The candidates that have none. */
  List<Target> unpriced(Ask ask) {
    return ask.candidates().stream().filter(target -> of(ask, target).isEmpty()).toList();
  }

  private Optional<Price> of(Ask ask, Target target) {
    if (target instanceof Target.PassThrough surface) {
      return Optional.of(Price.ofRequest(surface.microUsd() * NANO_PER_MICRO));
    }
    return ask.passage()
        .map(passage -> passage.price(table, target))
        .orElseGet(() -> table.price(target.provider(), target.model()));
  }

  /** What it cost, in nanodollars: nothing without a target, null where the target has no price. */
  @Nullable Long nanoUsd(Ask ask, TokenUsage usage, int images, @Nullable Target target) {
    if (target == null) {
      return 0L;
    }
    Units units =
        new Units(
            usage.promptTokens(),
            usage.cachedTokens(),
            usage.writtenTokens(),
            usage.completionTokens(),
            images,
            ask.estimate().characters());
    return of(ask, target).map(price -> price.nanoUsd(units)).orElse(null);
  }
}
