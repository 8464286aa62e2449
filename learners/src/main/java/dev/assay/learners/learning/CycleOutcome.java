package dev.assay.learners.learning;

/** How a learning cycle ended. */
public sealed interface CycleOutcome {
  /** The word it is stored and listed under. */
  String word();

  /** The change's id, or why there is none. */
  String detail();

  /** A change was proposed. */
  record Proposed(String change) implements CycleOutcome {
    @Override
    public String word() {
      return "proposed";
    }

    @Override
    public String detail() {
      return change;
    }
  }

  /** There was nothing to propose yet. */
  record Held(String reason) implements CycleOutcome {
    @Override
    public String word() {
      return "held";
    }

    @Override
    public String detail() {
      return reason;
    }
  }

  /** Something broke; the next cycle tries again. */
  record Failed(String reason) implements CycleOutcome {
    @Override
    public String word() {
      return "failed";
    }

    @Override
    public String detail() {
      return reason;
    }
  }

  /** Reads what {@link #word} and {@link #detail} wrote. */
  static CycleOutcome of(String word, String detail) {
    return switch (word) {
      case "proposed" -> new Proposed(detail);
      case "held" -> new Held(detail);
      case "failed" -> new Failed(detail);
      default -> throw new IllegalStateException("no cycle ends as " + word);
    };
  }
}
