package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener with a certificate serves by TLS, in both versions of HTTP, and not without it. */
class TlsIT {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void servesByTlsWithAPemPair(HttpClient.Version version) throws Exception {
    KeyStore pair = pair();
    try (RawUpstream upstream = new RawUpstream();
        RunningGateway gateway = RunningGateway.with(dir, withTls(upstream.port()))) {
      URI models = URI.create(gateway.data("/v1/models").toString().replace("http:", "https:"));
      HttpClient client =
          HttpClient.newBuilder().version(version).sslContext(trusting(pair)).build();
      HttpResponse<String> answer = get(client, models);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.body()).contains("invalid_api_key");
    }
  }

  @Test
  void plainHttpIsNoWayIn() throws Exception {
    pair();
    try (RawUpstream upstream = new RawUpstream();
        RunningGateway gateway = RunningGateway.with(dir, withTls(upstream.port()))) {
      HttpClient client = HttpClient.newHttpClient();
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> get(client, gateway.data("/v1/models"))))
          .isInstanceOf(IOException.class);
    }
  }

  private String withTls(int upstream) {
    return Yaml.of(dir, upstream)
        .replace(
            "data: {host: 127.0.0.1, port: 0}",
            "data: {host: 127.0.0.1, port: 0, tls: {certificate_file: %s/tls.crt, key_file: %s/tls.key}}"
                .formatted(dir, dir));
  }

  private static HttpResponse<String> get(HttpClient client, URI where) throws Exception {
    return client.send(HttpRequest.newBuilder(where).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A key pair made by the JDK's own tool, and written as PEM. */
  private KeyStore pair() throws Exception {
    Path store = dir.resolve("pair.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "gateway",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(
            keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(said).isZero();
    KeyStore pair = KeyStore.getInstance(store.toFile(), PASSWORD);
    pem("CERTIFICATE", pair.getCertificate("gateway").getEncoded(), "tls.crt");
    pem("PRIVATE KEY", pair.getKey("gateway", PASSWORD).getEncoded(), "tls.key");
    return pair;
  }

  private void pem(String what, byte[] bytes, String file) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        dir.resolve(file),
        "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }

  private static SSLContext trusting(KeyStore pair) throws Exception {
    Certificate certificate = pair.getCertificate("gateway");
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("gateway", certificate);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), new SecureRandom());
    return context;
  }
}
