package dev.assay.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An address to listen on. Off loopback it needs TLS, or the operator's word that something in
 * front of it supplies it.
 *
 * @param port 0 takes a free one
 * @param insecure whether plain HTTP off loopback is meant
 */
public record Listener(String host, int port, Optional<Tls> tls, boolean insecure) {

  /** PEM files: the certificate chain, leaf first, and its unencrypted PKCS #8 key. */
  public record Tls(Path certificateFile, Path keyFile) {}

  /** Plain HTTP on 127.0.0.1. */
  public static Listener loopback(int port) {
    return new Listener("127.0.0.1", port, Optional.empty(), false);
  }

  /** The same listener on another port. */
  public Listener withPort(int other) {
    return new Listener(host, other, tls, insecure);
  }

  /** Whether only this machine can reach it. Decided without asking DNS. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }
}
