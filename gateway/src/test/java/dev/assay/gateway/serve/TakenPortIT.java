package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TakenPortIT {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"data, --data-port", "control, --control-port"})
  void aPortThatSomebodyHasIsNamedWithTheWayOut(String listener, String option) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String free = listener + ": {host: 127.0.0.1, port: ";
      String yaml = Yaml.of(dir, 9, "", "").replace(free + "0}", free + taken.getLocalPort() + "}");
      Vertx vertx = Vertx.vertx();
      try {
        assertThatThrownBy(() -> Server.start(vertx, RunningGateway.config(yaml)).close())
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(":" + taken.getLocalPort())
            .hasMessageContaining(option)
            .hasMessageContaining(listener + ".port");
      } finally {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      }
    }
  }
}
