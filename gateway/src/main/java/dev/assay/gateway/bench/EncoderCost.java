package dev.assay.gateway.bench;

import dev.assay.learners.embedding.MiniLmEncoder;
import java.io.IOException;

/** What similar injection can't do without: the encoder alone, on the bench's own prompts. */
final class EncoderCost {
  private static final int WARM = 50;
  private static final int TEXTS = 200;

  private EncoderCost() {}

  /** Processor time of one text in microseconds, in this process, one after the other. */
  static double microsPerText(Prompts prompts) throws IOException {
    MiniLmEncoder encoder = new MiniLmEncoder();
    for (int i = 0; i < WARM; i++) {
      encoder.embed(prompts.nextText());
    }
    long before = CpuTime.ownMicros();
    for (int i = 0; i < TEXTS; i++) {
      encoder.embed(prompts.nextText());
    }
    return (double) (CpuTime.ownMicros() - before) / TEXTS;
  }
}
