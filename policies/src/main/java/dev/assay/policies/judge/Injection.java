package dev.assay.policies.judge;

import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import java.util.List;

/**
 * Learned text chosen for one request, already rendered.
 *
 * @param text one system message's content; empty when nothing was chosen
 * @param tokens how many tokens it is estimated to cost
 * @param items what it consists of
 * @param how how it was chosen: {@code none}, {@code pinned}, {@code similar}, {@code lexical} or
 *     {@code sticky}
 */
public record Injection(String text, int tokens, List<Item> items, String how) {
  /** Nothing injected. */
  public static final Injection NONE = new Injection("", 0, List.of(), "none");

  public Injection {
    items = List.copyOf(items);
    if (text.isEmpty() != items.isEmpty()) {
      throw new IllegalArgumentException("an injection has text exactly when it has items");
    }
  }

  /**
   * One injected item.
   *
   * @param artifact the artifact it belongs to
   * @param id its id inside the artifact
   */
  public record Item(Digest artifact, ArtifactKind kind, String id) {}
}
