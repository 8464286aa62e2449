package dev.assay.gateway.answer;

import io.netty.channel.ChannelFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** A connection whose other side takes nothing. */
public final class StuckConnection {
  private StuckConnection() {}

  /**
   * Cuts it. Every public way to close a connection waits its turn behind what was written, which
   * here is never read; so this reaches for the channel below. Called on the connection's loop.
   */
  public static void cut(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      ChannelFuture _ = base.channelHandlerContext().close();
    } else {
      connection.close();
    }
  }
}
