package dev.assay.learners.store;

/** What changed, for those who hold a copy of it in memory. */
public enum Topic {
  KEYS,
  PEOPLE,
  RELEASES,
  SWITCHES
}
