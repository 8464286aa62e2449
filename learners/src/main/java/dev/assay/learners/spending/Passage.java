package dev.assay.learners.spending;

import dev.assay.config.prices.Picture;
import dev.assay.config.prices.Price;
import dev.assay.config.prices.PriceTable;
import dev.assay.policies.judge.Target;
import java.util.Optional;

/**
 * By what a request is charged that names a model and passes through: by what its model costs in
 * units that can be counted there, else by the price that policy gives to each request of the
 * surface.
 *
 * @param surfaceNanoUsd that price; 0 where policy calls the surface free
 * @param answersItself whether the model's work comes back in the answer, so that its price is the
 *     request's
 * @param picture the images it asks for; empty where it makes none
 */
public record Passage(long surfaceNanoUsd, boolean answersItself, Optional<Picture> picture) {
  /**
   * Empty where the model costs what can't be counted or is not told, and policy gives no price in
   * its place.
   */
  Optional<Price> price(PriceTable table, Target target) {
    Optional<Price> listed =
        picture
            .map(asked -> table.picture(target.provider(), target.model(), asked))
            .orElseGet(() -> table.price(target.provider(), target.model()));
    Optional<Price> countable =
        listed
            .map(Price::withoutTokens)
            .filter(price -> answersItself && (listed.get().equals(price) || counts(price)));
    if (countable.isPresent()) {
      return countable;
    }
    return surfaceNanoUsd == 0 && answersItself
        ? Optional.empty()
        : Optional.of(Price.ofRequest(surfaceNanoUsd));
  }

  private static boolean counts(Price price) {
    return !price.equals(Price.FREE);
  }
}
