package dev.assay.gateway.serve;

import dev.assay.config.AssayConfig;
import dev.assay.learners.examples.ExamplesLearner;
import dev.assay.learners.learning.Learner;
import dev.assay.learners.scan.Scans;
import dev.assay.learners.serving.AdapterLoader;
import java.util.List;

/** The learners, and where adapters are loaded. */
record AdapterPart(AdapterLoader loader, List<Learner> learners) {
  static AdapterPart open(AssayConfig config, StatePart state) {
    Learner examples = new ExamplesLearner(ExamplesLearner.Settings.DEFAULT, Scans::clean);
    return new AdapterPart(new NoAdapters(), List.of(examples));
  }
}
