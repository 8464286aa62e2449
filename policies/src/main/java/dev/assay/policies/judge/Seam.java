package dev.assay.policies.judge;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A place of a JSON body where learned text can stand, and what makes JSON of it there. The bytes
 * between {@code from} and {@code to} give way to it; mostly there are none.
 *
 * @param from first byte of the place
 * @param to the byte after it
 * @param before JSON that goes before the text, up to and into its string
 * @param after JSON that follows the text
 */
record Seam(int from, int to, String before, String after) {
  /** What stands in the place when this text does. */
  byte[] filled(String text) {
    return (before + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + after)
        .getBytes(StandardCharsets.UTF_8);
  }
}
