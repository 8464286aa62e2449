package dev.assay.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What may be wrong with a target's answer before its first byte. */
public enum Fault {
  /** No connection: the provider never saw the request. */
  UNREACHABLE,
  /** Silent past its deadline, or a status 408 or 504. */
  TIMEOUT,
  /** The connection broke before the answer's head. */
  BROKEN,
  /** Status 503, or Anthropic's 529. */
  OVERLOADED,
  /** Any other status from 500 on. */
  SERVER_ERROR,
  /** Status 429. */
  RATE_LIMITED,
  /** Status 401 or 403: it does not take the gateway's key. */
  UNAUTHORIZED,
  /** Status 404: it has no such model, or no such endpoint. */
  NOT_FOUND;

  /** Those after which the next target is asked where an alias does not say. */
  public static final Set<Fault> USUAL =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(NOT_FOUND)));

  /** The word used in files, the journal and metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
