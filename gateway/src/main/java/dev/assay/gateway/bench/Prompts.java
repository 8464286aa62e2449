package dev.assay.gateway.bench;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Bodies of chat completions, each of about the size asked for and none like another: the last
 * message is a short text, from a file or of random words, with a number of its own; what fills the
 * body up stands in the conversation before it.
 */
final class Prompts {
  private static final int MAX_TEXTS = 100_000;
  private static final int MAX_TEXT_CHARS = 512;
  private static final int WORDS_A_TEXT = 12;
  private static final String[] WORDS =
      ("account address again amount answer app arrive bank before blocked branch business buy call"
              + " card cash change charge cheque city close code confirm cost country credit currency"
              + " customer daily date debit declined delay delivery deposit detail direct document"
              + " email exchange expire fee foreign freeze friend fund gift hold identity increase"
              + " invoice late letter limit link loan lost machine merchant message missing mobile"
              + " money month mortgage name new number office online open order passcode password"
              + " pay pending person phone pin post price problem purchase question rate receive"
              + " refund register reject replace report reset return salary savings security send"
              + " service shop sign split statement stolen stop store support swift tax team terminal"
              + " ticket today top transfer travel unlock update urgent verify virtual wait wallet"
              + " week wire withdraw work wrong year")
          .split(" ", -1);

  private final List<String> texts;
  private final String run;
  private final AtomicLong made = new AtomicLong();

  private Prompts(List<String> texts, String run) {
    this.texts = texts;
    this.run = run;
  }

  /**
   * Prompts of random words.
   *
   * @param run tells this run's prompts from another's
   */
  static Prompts ofWords(String run) {
    return new Prompts(List.of(), run);
  }

  /** Prompts of a file's lines. */
  static Prompts ofFile(Path file, String run) throws IOException {
    List<String> texts = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine();
          line != null && texts.size() < MAX_TEXTS;
          line = lines.readLine()) {
        String text = line.strip();
        if (!text.isEmpty()) {
          texts.add(escaped(text.substring(0, Math.min(MAX_TEXT_CHARS, text.length()))));
        }
      }
    }
    if (texts.isEmpty()) {
      throw new IOException(file + " has no prompts: one a line");
    }
    return new Prompts(List.copyOf(texts), run);
  }

  /** How many were made. */
  long made() {
    return made.get();
  }

  /** Makes bodies of about this many bytes; from any thread. */
  Supplier<byte[]> bodies(int bytes, boolean stream) {
    String start =
        "{\"model\":\""
            + Ground.MODEL
            + "\",\"stream\":"
            + stream
            + ",\"messages\":[{\"role\":\"system\",\"content\":\"Answer with the label that fits."
            + " Labels: card_arrival, exchange_rate, lost_or_stolen_card, top_up_failed\"},"
            + "{\"role\":\"user\",\"content\":\"";
    String between =
        "\"},{\"role\":\"assistant\",\"content\":\"Noted.\"},{\"role\":\"user\",\"content\":\"";
    String end = "\"}],\"max_tokens\":16}";
    int fill = bytes - start.length() - between.length() - end.length() - text(0).length();
    byte[] before = (start + filler(Math.max(1, fill)) + between).getBytes(StandardCharsets.UTF_8);
    byte[] after = end.getBytes(StandardCharsets.UTF_8);
    return () -> {
      byte[] text = text(made.getAndIncrement()).getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream body =
          new ByteArrayOutputStream(before.length + text.length + after.length);
      body.writeBytes(before);
      body.writeBytes(text);
      body.writeBytes(after);
      return body.toByteArray();
    };
  }

  /** The next prompt's last message alone. */
  String nextText() {
    return text(made.getAndIncrement());
  }

  /** Its number stands first, so that the first words tell one from another. */
  private String text(long number) {
    String ticket = "Ticket " + run + "-" + number + ": ";
    return ticket + (texts.isEmpty() ? words(number) : texts.get((int) (number % texts.size())));
  }

  /** A text of random words; the same for the same number. */
  static String words(long number) {
    return words(new SplittableRandom(number), WORDS_A_TEXT);
  }

  private static String filler(int chars) {
    StringBuilder text = new StringBuilder(chars + 16);
    SplittableRandom random = new SplittableRandom(7);
    while (text.length() < chars) {
      text.append(words(random, 1)).append(' ');
    }
    text.setLength(chars);
    return text.toString();
  }

  private static String words(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
