package dev.assay.learners.spending;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that tells what a test says, in whichever zone. */
final class Ticking extends Clock {
  private final InstantSource source;
  private final ZoneId zone;

  Ticking(InstantSource source) {
    this(source, ZoneOffset.UTC);
  }

  private Ticking(InstantSource source, ZoneId zone) {
    this.source = source;
    this.zone = zone;
  }

  @Override
  public Instant instant() {
    return source.instant();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new Ticking(source, other);
  }
}
