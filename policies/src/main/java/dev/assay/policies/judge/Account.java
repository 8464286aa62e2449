package dev.assay.policies.judge;

/** Whose account at a provider a request goes to, which decides what of it has to be looked at. */
public enum Account {
  /** All tenants share it: whatever a request names there has to be its tenant's own. */
  SHARED,
  /** It is the tenant's alone, and so is everything in it. */
  OWN
}
