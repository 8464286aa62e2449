package dev.assay.gateway.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The policy files of the demo's tenants, each as an operator would write it. */
final class TenantFiles {
  private final Path folder;

  TenantFiles(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
  }

  /** Learns examples; a change goes live by policy alone once its evaluation passes. */
  void learning(String tenant) throws IOException {
    write(tenant, "[examples]", "enforced", 0.5, 25);
  }

  /** Learns nothing. */
  void frozen(String tenant) throws IOException {
    write(tenant, "[]", "enforced", 0, 25);
  }

  /** Learns whatever the evaluation says: the control that shows what the gate is for. */
  void ungated(String tenant) throws IOException {
    write(tenant, "[examples]", "advisory", 0, 25);
  }

  /** Learns adapters, which two people with different roles must approve. */
  void weights(String tenant) throws IOException {
    write(tenant, "[adapter]", "enforced", 0.3, 60);
  }

  /**
   * Learns examples from the answers people were asked for. A person approves what was learned, and
   * the gate only advises: a short demo has no rows to spare for one that could prove anything.
   * None are set apart for it, since the prompt's sample messages would put all on the same side:
   * what falls to the holdout is drawn by a conversation's first message.
   */
  void advised(String tenant) throws IOException {
    small(tenant, "[examples]");
  }

  /** Serves the same model and learns nothing. */
  void untaught(String tenant) throws IOException {
    small(tenant, "[]");
  }

  private void small(String tenant, String learners) throws IOException {
    Files.writeString(
        folder.resolve(tenant + ".yaml"),
        """
        tenant: %s
        models: [%s]
        limits:
          requests_per_minute: 6000
        injection:
          max_items: 3
        asking:
          uniform_share: 0
          informative_share: 1
        learning:
          learners: %s
          model_calls_per_day: 500
        envelope:
          kinds:
            examples:
              max_items: 500
              max_bytes: 1048576
              approvals:
                reviewer: 1
          evaluation:
            gate: advisory
          canary:
            share: 0
        """
            .formatted(tenant, LlmStage.ALIAS, learners));
  }

  private void write(
      String tenant, String learners, String gate, double canaryShare, int canaryExchanges)
      throws IOException {
    Files.writeString(
        folder.resolve(tenant + ".yaml"),
        """
        tenant: %s
        models: [sandbox]
        limits:
          requests_per_minute: 100000
        learning:
          learners: %s
          model_calls_per_day: 200000
        envelope:
          kinds:
            examples:
              max_items: 20000
              max_bytes: 33554432
              approvals: none
            adapter:
              max_items: 1
              max_bytes: 16777216
              approvals:
                reviewer: 1
                owner: 1
          evaluation:
            gate: %s
          canary:
            share: %s
            exchanges: %d
            max_error_rate: 0.05
        """
            .formatted(tenant, learners, gate, canaryShare, canaryExchanges));
  }
}
