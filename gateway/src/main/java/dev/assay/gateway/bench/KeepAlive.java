package dev.assay.gateway.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection to one server on this machine, kept open, one request at a time on the caller's
 * thread: what it adds to a measured time is a write and a read. It knows answers with a length
 * alone, which is all the bench asks for.
 */
final class KeepAlive implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int MAX_LINE_BYTES = 16 * 1024;
  private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final String address;
  private final String credential;

  /**
   * Connects.
   *
   * @param address host and port
   */
  KeepAlive(String address, String credential) throws IOException {
    int colon = address.lastIndexOf(':');
    this.address = address;
    this.credential = credential;
    this.socket =
        new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
  }

  /** An answer; header names are in lower case. */
  record Answer(int status, Map<String, String> headers, String body) {}

  Answer get(String path) throws IOException {
    return send("GET", path, "");
  }

  Answer post(String path, String json) throws IOException {
    return send("POST", path, json);
  }

  private Answer send(String method, String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nhost: "
            + address
            + "\r\nauthorization: Bearer "
            + credential
            + "\r\ncontent-type: application/json\r\ncontent-length: "
            + body.length
            + "\r\n\r\n";
    ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + body.length);
    whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    whole.writeBytes(body);
    socket.getOutputStream().write(whole.toByteArray());
    return answer();
  }

  private Answer answer() throws IOException {
    String[] status = line().split(" ", 3);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "-1"));
    if (length < 0 || length > MAX_BODY_BYTES) {
      throw new IOException("an answer without a length, or of more than is read here");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the answer broke off");
    }
    return new Answer(
        Integer.parseInt(status[1]), headers, new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > MAX_LINE_BYTES) {
        throw new EOFException("the answer's head broke off or is too long");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
