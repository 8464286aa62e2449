package dev.assay.gateway.bench;

import dev.assay.gateway.child.AssayProcess;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Who is measured: the provider itself, or somebody in front of it.
 *
 * @param name such as {@code nginx}
 * @param what one line on how it was run
 * @param address host and port
 * @param headers further header lines, each with its end of line
 * @param pids the processes whose processor time counts, with their children; none for the provider
 */
record Subject(
    String name, String what, String address, String path, String headers, List<Long> pids) {
  static final String PATH = "/v1/chat/completions";
  static final String DIRECT = "direct";
  static final String NGINX = "nginx";
  static final String PINNED = "assay-pinned";
  static final String SIMILAR = "assay-similar";

  Subject {
    pids = List.copyOf(pids);
  }

  static Subject direct(String upstream) {
    return new Subject(
        DIRECT,
        "the provider itself: fixed answers, a process of its own",
        upstream,
        PATH,
        bearer("bench"),
        List.of());
  }

  static Subject assay(String name, String what, String data, String key, AssayProcess gateway) {
    return new Subject(name, what, data, PATH, bearer(key), List.of(gateway.pid()));
  }

  static String bearer(String credential) {
    return "authorization: Bearer " + credential + "\r\n";
  }

  boolean isAssay() {
    return name.equals(PINNED) || name.equals(SIMILAR);
  }

  /** A request up to the value of its length. */
  String headStart() {
    return "POST "
        + path
        + " HTTP/1.1\r\nhost: "
        + address
        + "\r\n"
        + headers
        + "content-type: application/json\r\ncontent-length: ";
  }

  InetSocketAddress socketAddress() {
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }
}
