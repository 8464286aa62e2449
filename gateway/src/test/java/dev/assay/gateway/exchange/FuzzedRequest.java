package dev.assay.gateway.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A request as somebody might send it who wants to break what reads it: mostly right, and wrong in
 * one or two places.
 */
@SuppressWarnings("ArrayRecordComponent") // bytes to send, never compared
record FuzzedRequest(byte[] bytes) {
  private static final String[] PATHS = {
    "/v1/chat/completions",
    "/v1/chat/completions",
    "/v1/responses",
    "/v1/completions",
    "/v1/embeddings",
    "/v1/messages",
    "/v1/messages/count_tokens",
    "/v1/models",
    "/v1/models/small",
    "/v1/feedback",
    "/feedback",
    "/v1/files",
    "/v1/files/file-1/content",
    "/v1/images/generations",
    "/v1/audio/speech",
    "/v1/audio/transcriptions",
    "/v1/batches?limit=2",
    "/v1/vector_stores/vs_1/files",
    "/v1/moderations",
    "/v1/responses/resp_1",
    "/v1/chat/completions/chatcmpl-1",
    "/v1/nothing",
    "/",
    "*",
    "/v1/chat/completions/",
    "/v1/models/%2e%2e/%00",
    "/v1/files/../models",
    "//v1/models",
    "/v1/models/%zz",
    "/v1/files/" + "x".repeat(300),
    "http://other/v1/models",
  };

  private static final String[] METHODS = {
    "POST", "POST", "POST", "POST", "POST", "POST", "GET", "DELETE", "PUT", "PATCH", "OPTIONS",
    "HEAD", "TRACE", "BREW", "post",
  };

  private static final String[] BODIES = {
    "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
    "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
    "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"mail"
        + " a@b.example\"}]}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]}",
    "{\"model\":\"small\",\"max_tokens\":64,\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
    "{\"model\":\"small\",\"input\":\"Hi\",\"instructions\":\"Be brief.\"}",
    "{\"model\":\"small\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"}]}],"
        + "\"previous_response_id\":\"resp_9\",\"stream\":true}",
    "{\"model\":\"m\",\"prompt\":[\"Hi\",\"Ho\"],\"n\":2,\"best_of\":3}",
    "{\"model\":\"m\",\"prompt\":\"a cat\",\"n\":2,\"size\":\"1024x1024\",\"quality\":\"hd\"}",
    "{\"exchange_id\":\"01900000-0000-7000-8000-000000000000\",\"metric\":\"good\",\"value\":true}",
    "{\"metric_name\":\"good\",\"inference_id\":\"01900000-0000-7000-8000-000000000000\",\"value\":1.5}",
    "{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/chat/completions\"}",
    "data: {\"model\":\"small\"}\n\ndata: [DONE]\n\n",
    "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nbytes\r\n--x--\r\n",
    "",
    "[]",
    "null",
    "7",
  };

  /** What stands in place of a value. */
  private static final String[] VALUES = {
    "NaN",
    "-Infinity",
    "1e999999",
    "-1",
    "0",
    "9".repeat(80),
    "99999999999",
    "1.5",
    "null",
    "true",
    "\"\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"\\u0000\"",
    "\"" + "x".repeat(9_000) + "\"",
    "[".repeat(70) + "]".repeat(70),
    "{\"a\":".repeat(63) + "1" + "}".repeat(63),
    "{\"a\":1,\"a\":2}",
    "[{}]",
    "{}",
    "[]",
    "[[[]]]",
    "[null]",
    "\"small\\\"",
    "{\"type\":\"function\"}",
    "'x'",
    "// c\n1",
    "\ufeff1",
  };

  private static final String[] FIELDS = {
    "model",
    "messages",
    "input",
    "prompt",
    "stream",
    "n",
    "max_tokens",
    "tools",
    "user",
    "content",
    "role",
    "stream_options",
    "tool_choice",
    "response_format",
    "background",
    "size",
    "type",
    "previous_response_id",
    "system",
    "instructions",
    "metric",
    "value",
    "best_of",
  };

  private static final String[] HEADERS = {
    "x-assay-timeout-ms: 0",
    "x-assay-timeout-ms: 999999999999",
    "x-assay-timeout-ms: 900",
    "x-stainless-timeout: -1",
    "x-stainless-timeout: 1e9",
    "x-assay-episode-id: " + "e".repeat(3_000),
    "x-assay-episode-id: ",
    "x-assay-user: \u00ff\u00fe",
    "x-assay-cache: bypass",
    "x-assay-nonsense: 1",
    "idempotency-key: " + "k".repeat(5_000),
    "traceparent: 00-0-0-0",
    "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "content-type: multipart/form-data; boundary=x",
    "content-type: application/octet-stream",
    "content-type: ;;;",
    "content-type: audio/wav",
    "content-encoding: gzip",
    "expect: 100-continue",
    "expect: something",
    "host: second",
    "authorization: Bearer other",
    "x-api-key: sk-assay-none",
    "upgrade: h2c\r\nhttp2-settings: AAMAAABkAARAAAAAAAIAAAAA\r\nconnection: upgrade, http2-settings",
    "upgrade: websocket",
    "transfer-encoding: chunked",
    "transfer-encoding: gzip, chunked",
    "content-length: 5",
    "content-length: -5",
    "content-length: 99999999999999999999",
    "content-length: 5, 5",
    "te: trailers",
    " folded: yes",
    "bad header",
    "x: \u0001",
    "y: " + "y".repeat(20_000),
    "range: bytes=0-",
  };

  static FuzzedRequest of(Random random, String key) {
    String body = body(random);
    byte[] raw = bytes(random, body);
    List<String> headers = new ArrayList<>();
    headers.add("host: gateway");
    headers.add("connection: close");
    if (random.nextInt(20) > 0) {
      headers.add(random.nextInt(4) == 0 ? "x-api-key: " + key : "authorization: Bearer " + key);
    }
    headers.add(
        "content-type: "
            + (body.startsWith("--x") ? "multipart/form-data; boundary=x" : "application/json"));
    boolean chunked = random.nextInt(10) == 0;
    boolean truncated = random.nextInt(20) == 0;
    headers.add(chunked ? "transfer-encoding: chunked" : "content-length: " + length(random, raw));
    for (int i = random.nextInt(3); i > 0 && random.nextBoolean(); i--) {
      headers.add(pick(random, HEADERS));
    }
    if (random.nextInt(20) == 0) {
      headers.add(headers.get(random.nextInt(headers.size())));
    }
    String line =
        random.nextInt(60) == 0
            ? pick(random, "", "\u0000\u0001\u0002", "GET", "GET /", "POST /v1/models HTTP/9.9")
            : pick(random, METHODS)
                + " "
                + pick(random, PATHS)
                + " HTTP/1."
                + (random.nextInt(30) == 0 ? 0 : 1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        (line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(chunked ? chunks(random, raw) : raw);
    byte[] whole = all.toByteArray();
    return new FuzzedRequest(
        truncated ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length)) : whole);
  }

  private static String length(Random random, byte[] body) {
    return random.nextInt(40) == 0
        ? Integer.toString(Math.max(0, body.length + random.nextInt(41) - 20))
        : Integer.toString(body.length);
  }

  private static String body(Random random) {
    String body = pick(random, BODIES);
    for (int i = random.nextInt(3); i > 0; i--) {
      body = changed(random, body);
    }
    return body;
  }

  private static String changed(Random random, String body) {
    int at = body.isEmpty() ? 0 : random.nextInt(body.length());
    return switch (random.nextInt(9)) {
      case 0 -> body.substring(0, at);
      case 1 -> body.substring(0, at) + (char) random.nextInt(256) + body.substring(at);
      case 2 -> body + body;
      case 3, 4 -> replaced(random, body);
      case 5, 6, 7 ->
          body.startsWith("{")
              ? "{\""
                  + pick(random, FIELDS)
                  + "\":"
                  + pick(random, VALUES)
                  + ","
                  + body.substring(1)
              : body;
      default -> body.isEmpty() ? body : body.substring(0, at) + body.substring(at + 1);
    };
  }

  /** One of its fields with another value. */
  private static String replaced(Random random, String body) {
    int colon = body.indexOf(':', body.isEmpty() ? 0 : random.nextInt(body.length()));
    int end = colon < 0 ? -1 : body.indexOf(',', colon);
    return end < 0
        ? body
        : body.substring(0, colon + 1) + pick(random, VALUES) + body.substring(end);
  }

  private static byte[] bytes(Random random, String body) {
    byte[] raw = body.getBytes(StandardCharsets.UTF_8);
    if (raw.length > 0 && random.nextInt(12) == 0) {
      raw[random.nextInt(raw.length)] = (byte) random.nextInt(256);
    }
    return raw;
  }

  private static byte[] chunks(Random random, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String size =
        switch (random.nextInt(12)) {
          case 0 -> "-1";
          case 1 -> "ffffffffffffffff";
          case 2 -> "zz";
          case 3 -> Integer.toHexString(body.length) + ";a=\"b";
          case 4 -> "0x" + Integer.toHexString(body.length);
          default -> Integer.toHexString(body.length);
        };
    out.writeBytes((size + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(body);
    out.writeBytes(
        pick(
                random,
                "\r\n0\r\n\r\n",
                "\r\n0\r\n\r\n",
                "\r\n0\r\nx: y\r\n\r\n",
                "0\r\n\r\n",
                "\n0\n\n")
            .getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static String pick(Random random, String... from) {
    return from[random.nextInt(from.length)];
  }

  @Override
  public String toString() {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
  }
}
