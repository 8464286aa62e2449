package dev.assay.gateway.bench;

import java.io.IOException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One client: a direct and a governed request in turn, the first of each pair alternating. */
final class Lane implements Runnable, AutoCloseable {
  static final String PATH = "/v1/chat/completions";
  private static final long MAX_NANOS = 5L * 60 * 1_000_000_000;

  private final int number;
  private final int warmup;
  private final KeepAlive direct;
  private final KeepAlive governed;
  private final long[] directNanos;
  private final long[] governedNanos;
  private @Nullable IOException failure;

  Lane(int number, int warmup, int requests, KeepAlive direct, KeepAlive governed) {
    this.number = number;
    this.warmup = warmup;
    this.direct = direct;
    this.governed = governed;
    this.directNanos = new long[requests];
    this.governedNanos = new long[requests];
  }

  @Override
  public void run() {
    long end = System.nanoTime() + MAX_NANOS;
    try {
      for (int i = -warmup; i < directNanos.length; i++) {
        if (System.nanoTime() > end) {
          throw new IOException("five minutes were not enough: ask for fewer requests");
        }
        pair(i);
      }
    } catch (IOException broken) {
      failure = broken;
    }
  }

  private void pair(int i) throws IOException {
    long first;
    long second;
    boolean directFirst = i % 2 == 0;
    first = timed(directFirst, i);
    second = timed(!directFirst, i);
    if (i >= 0) {
      directNanos[i] = directFirst ? first : second;
      governedNanos[i] = directFirst ? second : first;
    }
  }

  private long timed(boolean straight, int i) throws IOException {
    String body = body((straight ? "d" : "g") + number + "-" + i);
    KeepAlive client = straight ? direct : governed;
    long from = System.nanoTime();
    KeepAlive.Answer answer = client.post(PATH, body);
    long nanos = System.nanoTime() - from;
    checked(answer, !straight);
    return nanos;
  }

  /** Whatever is not the provider's answer makes the run void. */
  static void checked(KeepAlive.Answer answer, boolean governed) throws IOException {
    if (answer.status() != 200 || !answer.body().contains("card_arrival")) {
      throw new IOException("an answer was not the provider's: " + answer);
    }
    if (governed && answer.headers().getOrDefault("x-assay-injected", "").isEmpty()) {
      throw new IOException("a governed request carried nothing: " + answer);
    }
  }

  /** A chat body no other request shares. */
  static String body(String unique) {
    return """
    {"model":"%s","messages":[{"role":"system","content":"Answer with the label that fits.\
     Labels: card_arrival, exchange_rate, lost_or_stolen_card, top_up_failed"},\
    {"role":"user","content":"Ticket %s: I ordered a card last week and it is still not here"}],\
    "max_tokens":16}\
    """
        .formatted(Ground.MODEL, unique);
  }

  LongStream directNanos() {
    return LongStream.of(directNanos);
  }

  LongStream governedNanos() {
    return LongStream.of(governedNanos);
  }

  void complain() throws IOException {
    if (failure != null) {
      throw new IOException("a client failed: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void close() throws IOException {
    direct.close();
    governed.close();
  }
}
