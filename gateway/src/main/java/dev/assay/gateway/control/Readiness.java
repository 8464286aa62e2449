package dev.assay.gateway.control;

import java.util.List;

/** What the server still waits for, and what it goes on without. */
public interface Readiness {
  /** Parts without which no request may come; empty when ready. */
  List<String> waitingFor();

  /** Parts it goes on without, such as an encoder that is still loading. */
  List<String> notes();
}
