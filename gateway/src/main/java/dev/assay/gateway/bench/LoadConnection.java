package dev.assay.gateway.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One kept-open connection that load is sent over: one write a request, and as few reads as the
 * answer comes in. One thread may send while another waits for the answer.
 */
final class LoadConnection implements AutoCloseable {
  private static final int READ_BYTES = 64 * 1024;

  private final SocketChannel channel;
  private final byte[] headStart;
  private final AnswerParser parser;
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
  private final byte[] read = new byte[READ_BYTES];
  private ByteBuffer out = ByteBuffer.allocateDirect(READ_BYTES);

  LoadConnection(Subject subject, AnswerParser.Body body) throws IOException {
    this.headStart = subject.headStart().getBytes(StandardCharsets.US_ASCII);
    this.parser = new AnswerParser(body);
    this.channel = SocketChannel.open(subject.socketAddress());
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (!((InetSocketAddress) channel.getRemoteAddress()).getAddress().isLoopbackAddress()) {
      channel.close();
      throw new IOException("load is sent over loopback alone");
    }
  }

  void send(byte[] body) throws IOException {
    byte[] length = (body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    int all = headStart.length + length.length + body.length;
    if (out.capacity() < all) {
      out = ByteBuffer.allocateDirect(all);
    }
    out.clear().put(headStart).put(length).put(body).flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** Waits for the answer's last byte and gives its status. */
  int answer() throws IOException {
    while (true) {
      in.clear();
      int bytes = channel.read(in);
      if (bytes < 0) {
        throw new EOFException("the connection was closed before the answer's end");
      }
      long nanos = System.nanoTime();
      in.flip().get(read, 0, bytes);
      if (parser.complete(read, bytes, nanos)) {
        return parser.status();
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
