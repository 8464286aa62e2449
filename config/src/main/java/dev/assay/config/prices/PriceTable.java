package dev.assay.config.prices;

import dev.assay.config.yaml.Checked;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What each provider charges for each of its models on a day.
 *
 * @param source where the prices were taken from, in words
 * @param providers prices by provider, then model; {@link #ANY_MODEL} stands for all it has no own
 *     price for
 */
public record PriceTable(LocalDate asOf, String source, Map<String, Map<String, Price>> providers) {
  /** Prices every model of a provider that has none of its own. */
  public static final String ANY_MODEL = "*";

  private static final String SHIPPED = "prices.yaml";

  public PriceTable {
    Map<String, Map<String, Price>> copy = new LinkedHashMap<>();
    providers.forEach((provider, models) ->
        copy.put(provider, Collections.unmodifiableMap(new LinkedHashMap<>(models))));
    providers = Collections.unmodifiableMap(copy);
  }

  /** Whether a provider may have this name. */
  public static boolean isProvider(String name) {
    return PriceFile.PROVIDER.allows(name);
  }

  /** The price of a provider's model. */
  public Optional<Price> price(String provider, String model) {
    Map<String, Price> models = providers.getOrDefault(provider, Map.of());
    return Optional.ofNullable(models.get(model))
        .or(() -> Optional.ofNullable(models.get(ANY_MODEL)));
  }

  /**
   * The price of a model's images. A table may tell sizes and qualities apart by names such as
   * {@code hd/1024-x-1792/dall-e-3}: the dearest of those counts that the request's words fit.
   */
  public Optional<Price> picture(String provider, String model, Picture picture) {
    return providers.getOrDefault(provider, Map.of()).entrySet().stream()
        .filter(named -> picture.fits(named.getKey(), model))
        .map(Map.Entry::getValue)
        .reduce(Price::dearest)
        .or(() -> price(provider, model));
  }

  /** The table in {@code config/prices.yaml}, which stands where an operator names no other. */
  public static PriceTable shipped() {
    return Shipped.TABLE;
  }

  /** Read at the first use. */
  private static final class Shipped {
    static final PriceTable TABLE = read();

    private static PriceTable read() {
      try (InputStream bytes =
          Objects.requireNonNull(PriceTable.class.getResourceAsStream(SHIPPED))) {
        Checked<PriceTable> table = PriceFile.read(SHIPPED, bytes.readAllBytes());
        return table.orThrow();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }
}
