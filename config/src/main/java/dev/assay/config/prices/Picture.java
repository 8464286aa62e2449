package dev.assay.config.prices;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image as a request asks for it.
 *
 * @param size such as {@code 1024x1792}; empty where the provider chooses
 * @param quality such as {@code hd}; empty where the provider chooses
 */
public record Picture(Optional<String> size, Optional<String> quality) {
  private static final Set<String> QUALITIES = Set.of("low", "medium", "high", "standard", "hd");

  /** As requests write it, and as LiteLLM's list does. */
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})-?x-?([0-9]{1,5})");

  private static final int MAX_WORDS = 2;

  /** The words of a request, of which {@code auto} and those nobody knows say nothing. */
  public static Picture of(String size, String quality) {
    return new Picture(
        size(size).map(matched -> matched.group(1) + "x" + matched.group(2)),
        Optional.of(quality).filter(QUALITIES::contains));
  }

  /** Whether a table's name is that of images of this model which the request may get. */
  boolean fits(String name, String model) {
    if (!name.endsWith("/" + model)) {
      return false;
    }
    String[] words = name.substring(0, name.length() - model.length() - 1).split("/", -1);
    boolean fits = words.length <= MAX_WORDS;
    for (String word : words) {
      fits &= allows(word);
    }
    return fits;
  }

  private boolean allows(String word) {
    Optional<Matcher> itsSize = size(word);
    if (itsSize.isPresent()) {
      String its = itsSize.get().group(1) + "x" + itsSize.get().group(2);
      return size.isEmpty() || size.get().equals(its);
    }
    return QUALITIES.contains(word) && (quality.isEmpty() || quality.get().equals(word));
  }

  /** How many pixels a table's name says that an image has; empty where it says none. */
  static Optional<Long> pixels(String name) {
    for (String word : name.split("/", -1)) {
      Optional<Matcher> size = size(word);
      if (size.isPresent()) {
        return Optional.of(
            Long.parseLong(size.get().group(1)) * Long.parseLong(size.get().group(2)));
      }
    }
    return Optional.empty();
  }

  private static Optional<Matcher> size(String word) {
    return Optional.of(SIZE.matcher(word)).filter(Matcher::matches);
  }
}
