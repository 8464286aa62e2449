package dev.assay.learners.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/** A trainer and runtime over HTTP that keeps what it is sent and breaks where a test says. */
final class TrainerServer implements AutoCloseable {
  final Map<String, byte[]> files = new LinkedHashMap<>();
  final Map<String, ObjectNode> jobs = new LinkedHashMap<>();
  final Map<String, String> adapters = new LinkedHashMap<>();
  final byte[] weights = "the weights".getBytes(StandardCharsets.UTF_8);
  private final HttpServer server;

  /** A path whose next call is carried out and then answered with this status. */
  String breaksAt = "";

  int breaksWith = 503;
  int pollsUntilDone;
  String endsAs = "succeeded";
  String redirectTo = "";
  String lastAuthorization = "";
  boolean garblesFiles;

  TrainerServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void serve(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    lastAuthorization = String.valueOf(exchange.getRequestHeaders().getFirst("authorization"));
    byte[] body = exchange.getRequestBody().readAllBytes();
    byte[] answer = answer(call, body);
    int status = 200;
    if (call.equals(breaksAt)) {
      breaksAt = "";
      status = breaksWith;
      answer = "{\"error\":{\"message\":\"broken on purpose\"}}".getBytes(StandardCharsets.UTF_8);
    }
    if (!redirectTo.isEmpty()) {
      status = 302;
      exchange.getResponseHeaders().add("location", redirectTo);
    }
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private byte[] answer(String call, byte[] body) throws IOException {
    ObjectNode json = CanonicalJson.MAPPER.createObjectNode();
    String id = call.replaceAll(".*/v1/(files|fine_tuning/jobs)/?", "").replace("/content", "");
    if (call.equals("POST /v1/files")) {
      String form = new String(body, StandardCharsets.UTF_8);
      String content =
          form.substring(form.indexOf("octet-stream") + 16, form.lastIndexOf("\r\n--"));
      String file = "file-" + files.size();
      files.put(file, content.getBytes(StandardCharsets.UTF_8));
      return bytes(json.put("id", file));
    }
    if (call.endsWith("/content")) {
      return garblesFiles ? new byte[] {1} : files.getOrDefault(id, weights);
    }
    if (call.equals("POST /v1/fine_tuning/jobs")) {
      JsonNode asked = CanonicalJson.MAPPER.readTree(body);
      String job = "job-" + jobs.size();
      jobs.put(job, json.put("id", job).put("training_file", asked.path("training_file").asText()));
      return bytes(json);
    }
    if (call.equals("GET /v1/fine_tuning/jobs")) {
      ArrayNode data = json.putArray("data");
      jobs.values().forEach(data::add);
      return bytes(json);
    }
    if (call.startsWith("GET /v1/fine_tuning/jobs/")) {
      boolean done = pollsUntilDone-- <= 0;
      json.put("id", id).put("status", done ? endsAs : "running");
      json.putObject("error").put("message", "out of ore");
      json.putArray("result_files").add("weights-1");
      return bytes(json);
    }
    return runtime(call, body, json);
  }

  private byte[] runtime(String call, byte[] body, ObjectNode json) throws IOException {
    switch (call) {
      case "GET /v1/models" -> {
        ArrayNode data = json.putArray("data");
        adapters.keySet().forEach(name -> data.addObject().put("id", name));
      }
      case "POST /v1/load_lora_adapter" -> {
        JsonNode asked = CanonicalJson.MAPPER.readTree(body);
        adapters.put(asked.path("lora_name").asText(), asked.path("lora_path").asText());
      }
      case "POST /v1/unload_lora_adapter" ->
          adapters.remove(CanonicalJson.MAPPER.readTree(body).path("lora_name").asText());
      default -> json.put("message", call);
    }
    return bytes(json);
  }

  private static byte[] bytes(ObjectNode json) throws IOException {
    return CanonicalJson.MAPPER.writeValueAsBytes(json);
  }
}
