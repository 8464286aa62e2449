package dev.assay.learners.releases;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.artifacts.Artifacts;
import dev.assay.learners.store.Database;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows every name by which someone could try to reach an adapter past its release. Adapters are
 * reached through a release alone, so being asked for by name is never legitimate.
 */
public final class AdapterNames {
  /** The setting in which a learner notes what its trainer called the adapter. */
  public static final String TRAINER_NAME = "model";

  private static final int BRIEF_DIGITS = 32;
  private static final Pattern RUN_OF_HEX = Pattern.compile("[0-9a-f]{32,64}");
  private static final Pattern OWN_SHAPE =
      Pattern.compile("assay-[0-9a-f]{32}|sha256:[0-9a-f]{64}|chg-[0-9a-z]{16}");

  private final Set<String> digests = ConcurrentHashMap.newKeySet();
  private final Set<String> trainerNames = ConcurrentHashMap.newKeySet();

  /** Knows the adapters that were ever proposed. Blocks. */
  public AdapterNames(Database database, Artifacts artifacts) {
    database.read(artifacts::adapters).forEach(this::learn);
  }

  /** A new one was proposed. */
  public void learn(Artifact.Adapter adapter) {
    digests.add(adapter.digest().hex().substring(0, BRIEF_DIGITS));
    adapter.files().forEach(file -> digests.add(file.digest().hex().substring(0, BRIEF_DIGITS)));
    String trainerName = adapter.settings().get(TRAINER_NAME);
    if (trainerName != null && !trainerName.isBlank()) {
      trainerNames.add(trainerName.strip().toLowerCase(Locale.ROOT));
    }
  }

  /** Whether the text is, or holds, a name of an adapter or has the shape of one. Lock-free. */
  public boolean namesAdapter(String text) {
    String asked = text.strip().toLowerCase(Locale.ROOT);
    if (trainerNames.contains(asked) || OWN_SHAPE.matcher(asked).find()) {
      return true;
    }
    Matcher runs = RUN_OF_HEX.matcher(asked);
    while (runs.find()) {
      if (digests.contains(runs.group().substring(0, BRIEF_DIGITS))) {
        return true;
      }
    }
    return false;
  }
}
