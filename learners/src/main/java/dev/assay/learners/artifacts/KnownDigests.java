package dev.assay.learners.artifacts;

import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** Writing thousands of examples as JSON takes milliseconds; hashing their strings takes none. */
final class KnownDigests {
  private static final Map<Artifact, Digest> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  private KnownDigests() {}

  static Digest of(Artifact artifact) {
    Digest known = KNOWN.get(artifact);
    if (known != null) {
      return known;
    }
    Digest computed = CanonicalJson.digest(artifact);
    KNOWN.put(artifact, computed);
    return computed;
  }
}
