package dev.assay.gateway.dialect.neutral;

import java.util.ArrayList;
import java.util.List;

/** Collects a conversation; what the same speaker goes on to say can join the same turn. */
public final class Turns {
  private final List<Turn> turns = new ArrayList<>();
  private final List<Part> open = new ArrayList<>();
  private Role speaker = Role.SYSTEM;
  private boolean isOpen;

  /** Adds a turn of its own; the results of tools that were called together stay together. */
  public void add(Role role, List<Part> parts) {
    if (role != Role.TOOL) {
      close();
    }
    join(role, parts);
  }

  /** Goes on with the same speaker's turn, or begins one. */
  public void join(Role role, List<Part> parts) {
    if (!isOpen || speaker != role) {
      close();
      speaker = role;
      isOpen = true;
    }
    open.addAll(parts);
  }

  /** All of them. */
  public List<Turn> all() {
    close();
    return List.copyOf(turns);
  }

  private void close() {
    if (isOpen) {
      turns.add(new Turn(speaker, open));
      open.clear();
      isOpen = false;
    }
  }
}
