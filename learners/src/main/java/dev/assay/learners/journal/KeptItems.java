package dev.assay.learners.journal;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.tenant.ArtifactKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Injected items that stand beside each other and belong to one artifact, which is named once.
 *
 * @param ids of the items; before there were several, one item's {@code id}
 */
record KeptItems(
    Digest artifact,
    ArtifactKind kind,
    @JsonAlias("id") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> ids) {
  static List<KeptItems> of(List<Injection.Item> items) {
    List<KeptItems> kept = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= items.size(); to++) {
      if (to == items.size() || !together(items.get(from), items.get(to))) {
        Injection.Item first = items.get(from);
        List<String> ids = items.subList(from, to).stream().map(Injection.Item::id).toList();
        kept.add(new KeptItems(first.artifact(), first.kind(), ids));
        from = to;
      }
    }
    return kept;
  }

  private static boolean together(Injection.Item one, Injection.Item next) {
    return one.artifact().equals(next.artifact()) && one.kind() == next.kind();
  }

  Stream<Injection.Item> items() {
    return ids.stream().map(id -> new Injection.Item(artifact, kind, id));
  }
}
