package dev.assay.config;

/**
 * How a server ends that is told to.
 *
 * @param graceMillis between no longer being ready and taking no new connection: what a balancer
 *     needs to notice
 * @param drainMillis how long what is under way may take to end by itself
 */
public record Shutdown(long graceMillis, long drainMillis) {
  /** What stands for a file that says nothing about it. */
  public static final Shutdown DEFAULT = new Shutdown(0, 20_000);
}
