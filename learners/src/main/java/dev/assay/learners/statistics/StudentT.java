package dev.assay.learners.statistics;

/** Student's t distribution. */
public final class StudentT {
  private static final int MAX_TERMS = 300;
  private static final int BISECTIONS = 80;
  private static final double TINY = 1e-300;
  private static final double CONVERGED = 1e-14;

  /** Lanczos coefficients for g = 7, n = 9 (Godfrey 2001). */
  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };

  private StudentT() {}

  /**
   * The value exceeded with this probability.
   *
   * @param upperTail above 0, at most 0.5
   * @param degrees degrees of freedom, at least 1
   */
  public static double quantile(double upperTail, int degrees) {
    if (!(upperTail > 0 && upperTail <= 0.5) || degrees < 1) {
      throw new IllegalArgumentException(
          "needs a tail in (0, 0.5] and at least 1 degree of freedom, got "
              + upperTail
              + " and "
              + degrees);
    }
    double high = 1;
    while (upperTail(high, degrees) > upperTail) {
      high *= 2;
    }
    double low = 0;
    for (int step = 0; step < BISECTIONS; step++) {
      double middle = (low + high) / 2;
      if (upperTail(middle, degrees) > upperTail) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The probability of a value above t, for t of at least 0. */
  public static double upperTail(double t, int degrees) {
    double x = degrees / (degrees + t * t);
    return 0.5 * incompleteBeta(x, degrees / 2.0, 0.5);
  }

  /** The regularised incomplete beta function, by its continued fraction (NIST DLMF 8.17.22). */
  private static double incompleteBeta(double x, double a, double b) {
    if (x <= 0) {
      return 0;
    }
    if (x >= 1) {
      return 1;
    }
    double front =
        Math.exp(
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(x, a, b) / a
        : 1 - front * fraction(1 - x, b, a) / b;
  }

  /** Lentz's method (1976), which never divides by a vanishing term. */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
    double result = d;
    for (int m = 1; m <= MAX_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / awayFromZero(1 + even * d);
      c = awayFromZero(1 + even / c);
      result *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / awayFromZero(1 + odd * d);
      c = awayFromZero(1 + odd / c);
      result *= d * c;
      if (Math.abs(d * c - 1) < CONVERGED) {
        break;
      }
    }
    return result;
  }

  private static double awayFromZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  private static double logGamma(double value) {
    double shifted = value - 1;
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (shifted + i);
    }
    double t = shifted + LANCZOS.length - 1.5;
    return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
  }
}
