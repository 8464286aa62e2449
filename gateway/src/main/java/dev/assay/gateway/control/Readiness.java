package dev.assay.gateway.control;

import java.util.List;
import java.util.Map;

/** Whether the server may get traffic, and what it goes on without. */
public interface Readiness {
  /** What stands for a part that works. */
  String WELL = "ok";

  /**
   * Parts without which no request may come, each with {@link #WELL} or what is wrong with it.
   * Blocks, for two seconds at most.
   */
  Map<String, String> checks();

  /** Parts it goes on without, such as a tenant's policy file that can't be read. */
  List<String> notes();
}
