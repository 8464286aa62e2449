package dev.assay.gateway.running;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider made of a socket: what it sends, and when it dies, is said byte by byte. One request a
 * connection.
 */
public final class RawUpstream implements AutoCloseable {
  /** What it does with a request. */
  @FunctionalInterface
  public interface Script {
    void play(Asked asked, Line line) throws Exception;
  }

  /** A request as it arrived. */
  public record Asked(String start, Map<String, String> headers, String text) {}

  private final ServerSocket listener;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger gone = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private volatile Script script = (request, line) -> line.json(200, Answers.chat("ready"));

  public RawUpstream() throws IOException {
    listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public RawUpstream plays(Script next) {
    script = next;
    return this;
  }

  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  public Asked lastAsked() {
    return asked.getLast();
  }

  /** How many requests have begun. */
  public int connected() {
    return begun.get();
  }

  /** How many connections were closed by the gateway before the answer ended. */
  public int abandoned() {
    return gone.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      Asked request = read(in);
      asked.add(request);
      script.play(request, new Line(socket, gone));
    } catch (IOException | UncheckedIOException broken) {
      gone.incrementAndGet();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Asked read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the gateway sent no request");
      }
      head.write(next);
    }
    begun.incrementAndGet();
    String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body =
        headers.getOrDefault("transfer-encoding", "").equals("chunked")
            ? chunks(in)
            : whole(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Asked(lines[0], headers, new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] whole(InputStream in, int length) throws IOException {
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("the gateway broke off its request");
    }
    return body;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      StringBuilder line = new StringBuilder();
      while (line.indexOf("\r\n") < 0) {
        line.append((char) whole(in, 1)[0]);
      }
      int length = Integer.parseInt(line.toString().strip(), 16);
      body.writeBytes(whole(in, length));
      whole(in, 2);
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** The connection to answer on. */
  public static final class Line {
    private final Socket socket;
    private final OutputStream out;
    private final AtomicInteger gone;

    Line(Socket socket, AtomicInteger gone) throws IOException {
      this.socket = socket;
      this.socket.setTcpNoDelay(true);
      this.out = socket.getOutputStream();
      this.gone = gone;
    }

    public void raw(String text) throws IOException {
      raw(text.getBytes(StandardCharsets.UTF_8));
    }

    public void raw(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** A whole answer. */
    public void json(int status, String body, String... headers) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      raw(
          "HTTP/1.1 "
              + status
              + " X\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
              + bytes.length
              + "\r\n"
              + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList())
              + "\r\n");
      out.write(bytes);
      out.flush();
    }

    public void streamHead() throws IOException {
      raw(
          String.join(
              "\r\n",
              "HTTP/1.1 200 OK",
              "content-type: text/event-stream",
              "connection: close",
              "transfer-encoding: chunked",
              "",
              ""));
    }

    public void chunk(String text) throws IOException {
      chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    public void chunk(byte[] bytes) throws IOException {
      out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    public void end() throws IOException {
      raw("0\r\n\r\n");
    }

    /** Closes at once, with a reset. */
    public void die() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Returns when the gateway has closed its side. */
    public void awaitGone() throws IOException {
      if (socket.getInputStream().read() < 0) {
        gone.incrementAndGet();
      }
    }
  }
}
