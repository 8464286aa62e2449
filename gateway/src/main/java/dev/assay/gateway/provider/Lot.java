package dev.assay.gateway.provider;

/**
 * Drawing by weight. Each item gets a lot, and the smallest wins with a probability in proportion
 * to its weight; sorted by their lots, items are a weighted order without replacement (Efraimidis
 * and Spirakis, "Weighted random sampling with a reservoir", 2006). With uniforms from a hash of
 * item and key instead of a random source, the same lots are weighted rendezvous hashing: an item
 * that comes or goes moves no key between the others.
 */
public final class Lot {
  private Lot() {}

  /**
   * An item's lot.
   *
   * @param uniform from 0 to 1
   * @param weight at least 1
   */
  public static double draw(double uniform, int weight) {
    // 0 has no logarithm, and an endless lot would never win.
    return -Math.log(Math.max(uniform, Double.MIN_NORMAL)) / weight;
  }
}
