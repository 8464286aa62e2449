package dev.assay.gateway.running;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client made of a socket: it reads when it likes, and goes when it likes. */
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private String tail = "";
  private final StringBuilder read = new StringBuilder();

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.socket.setSoTimeout(20_000);
    this.in = socket.getInputStream();
  }

  /** Sends a chat and reads nothing yet. */
  public static RawClient chat(RunningGateway gateway, RunningGateway.Key key, String body)
      throws IOException {
    return chat(gateway.data("/"), key.secret(), body);
  }

  /** The same, of any server. */
  public static RawClient chat(URI where, String key, String body) throws IOException {
    return send(
        where,
        "POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n"
            + "authorization: Bearer "
            + key
            + "\r\ncontent-type: application/json\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** Sends any bytes. */
  public static RawClient send(URI where, String bytes) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(64 * 1024);
    socket.connect(new java.net.InetSocketAddress(where.getHost(), where.getPort()));
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return new RawClient(socket);
  }

  public void readUntil(String text) throws IOException {
    while (read.indexOf(text) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("it ended before '" + text + "': " + read);
      }
      read.append((char) next);
    }
  }

  /** Reads until the text came so many times. */
  public void readUntil(String text, int times) throws IOException {
    int from = 0;
    for (int i = 0; i < times; i++) {
      while (read.indexOf(text, from) < 0) {
        int next = in.read();
        if (next < 0) {
          throw new AssertionError("it ended before '" + text + "' came " + times + " times");
        }
        read.append((char) next);
      }
      from = read.indexOf(text, from) + text.length();
    }
  }

  /** Sends more bytes on the same connection. */
  public void sendMore(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Whether an answer, or a part of one, is here. */
  public boolean hasSomethingToRead() throws IOException {
    return in.available() > 0;
  }

  public String readToEnd() throws IOException {
    read.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    return read.toString();
  }

  /** How many bytes came in all. */
  public long countToEnd() throws IOException {
    long count = read.length();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      count += n;
      tail = new String(buffer, Math.max(0, n - 400), Math.min(n, 400), StandardCharsets.UTF_8);
    }
    return count;
  }

  /** The last bytes that were counted. */
  public String tail() {
    return tail;
  }

  /** Goes without a word: the other side finds its connection reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
