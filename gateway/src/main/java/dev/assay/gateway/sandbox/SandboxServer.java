package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.sandbox.LowRankAdapter;
import dev.assay.policies.canonical.CanonicalJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The sandbox model behind the APIs a gateway and a trainer expect: OpenAI's chat, embeddings,
 * files and fine-tuning jobs, and vLLM's dynamic adapters. It stands in for a model server where
 * none is at hand; it is a small classifier, not a language model, and says so at {@code GET /}.
 */
public final class SandboxServer {
  /** The base model's name. */
  public static final String BASE_MODEL = LoadedAdapters.BASE;

  private static final int ENCODER_THREADS = 2;
  private static final int MAX_WAITING = 512;
  private static final int MAX_CONTROL_WAITING = 64;
  private static final String NOTICE =
      "A small classifier standing in for a language model. It is not one: it chooses between the"
          + " labels its prompt lists.";

  private final String host;
  private final int port;
  private final Path adapterFolder;
  private final FileShelf files;
  private final LoadedAdapters adapters = new LoadedAdapters();
  private final TrainingJobs jobs;
  private final Workers control;
  private final Workers encoding;
  private final ChatEndpoint chat;
  private final EmbeddingsEndpoint embeddings;
  private final HttpServer server;

  /**
   * Prepares the server; {@link #start} opens it.
   *
   * @param port where to listen; 0 for any free port
   * @param dir the sandbox's own folder: {@code files} and {@code adapters} are made in it
   * @throws IOException if the folders cannot be made
   */
  public SandboxServer(Vertx vertx, String host, int port, Path dir, Encoder encoder)
      throws IOException {
    this.host = host;
    this.port = port;
    this.adapterFolder = Files.createDirectories(dir.resolve("adapters"));
    this.files = new FileShelf(dir.resolve("files"));
    this.jobs = new TrainingJobs(files, encoder);
    this.control = new Workers(vertx, "sandbox-control", 1, MAX_CONTROL_WAITING);
    this.encoding = new Workers(vertx, "sandbox-encoder", ENCODER_THREADS, MAX_WAITING);
    this.chat = new ChatEndpoint(encoder, adapters, encoding);
    this.embeddings = new EmbeddingsEndpoint(encoder);
    this.server = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(300));
  }

  /** Opens the listener and gives its port. */
  public Future<Integer> start() {
    return server.requestHandler(this::handle).listen(port, host).map(HttpServer::actualPort);
  }

  /** Closes the listener, ends trainings and releases the threads. */
  public Future<Void> close() {
    jobs.close();
    return server.close().eventually(() -> Future.join(List.of(control.close(), encoding.close())));
  }

  private void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.putHeader("server", LoadedAdapters.BASE);
    try {
      route(request, response).onFailure(failed -> Reply.error(response, failed));
    } catch (ApiError refused) {
      Reply.error(response, refused);
    }
  }

  private Future<?> route(HttpServerRequest request, HttpServerResponse response) {
    String path = path(request);
    return switch (request.method() + " " + path) {
      case "GET /" -> reply(response, () -> about());
      case "POST /v1/chat/completions" ->
          Bodies.receive(request).compose(body -> chat.handle(body, response));
      case "POST /v1/embeddings" ->
          Bodies.receive(request)
              .compose(body -> encoding.run(() -> embeddings.answer(body)))
              .onSuccess(answer -> Reply.json(response, answer));
      case "GET /v1/models" -> reply(response, adapters::list);
      case "POST /v1/load_lora_adapter" -> withBody(request, this::load);
      case "POST /v1/unload_lora_adapter" -> withBody(request, this::unload);
      case "GET /v1/files" -> reply(response, files::list);
      case "POST /v1/files" -> upload(request);
      case "GET /v1/fine_tuning/jobs" -> reply(response, jobs::list);
      case "POST /v1/fine_tuning/jobs" -> withBody(request, jobs::create);
      default -> routeById(request, response, path.split("/", -1));
    };
  }

  private Future<?> routeById(
      HttpServerRequest request, HttpServerResponse response, String[] path) {
    HttpMethod method = request.method();
    boolean get = method.equals(HttpMethod.GET);
    if (path.length >= 4 && path[1].equals("v1") && path[2].equals("files")) {
      String id = path[3];
      if (path.length == 4 && get) {
        return reply(response, () -> files.entry(id).json());
      }
      if (path.length == 4 && method.equals(HttpMethod.DELETE)) {
        return reply(response, () -> files.delete(id));
      }
      if (path.length == 5 && path[4].equals("content") && get) {
        return control
            .run(() -> files.content(id))
            .onSuccess(content -> Reply.bytes(response, "application/octet-stream", content));
      }
    }
    if (path.length >= 5 && path(request).startsWith("/v1/fine_tuning/jobs/")) {
      String id = path[4];
      if (path.length == 5 && get) {
        return reply(response, () -> jobs.show(id));
      }
      if (path.length == 6 && path[5].equals("cancel") && method.equals(HttpMethod.POST)) {
        return reply(response, () -> jobs.cancel(id));
      }
    }
    return Future.failedFuture(
        new ApiError(404, "not_found", null, "no such endpoint: " + method + " " + request.path()));
  }

  private static String path(HttpServerRequest request) {
    return Objects.requireNonNullElse(request.path(), "");
  }

  private Future<ObjectNode> reply(HttpServerResponse response, Callable<ObjectNode> answer) {
    return control.run(answer).onSuccess(body -> Reply.json(response, body));
  }

  private interface BodyHandler {
    ObjectNode answer(byte[] body) throws IOException;
  }

  private Future<ObjectNode> withBody(HttpServerRequest request, BodyHandler handler) {
    return Bodies.receive(request)
        .compose(body -> reply(request.response(), () -> handler.answer(body)));
  }

  private Future<ObjectNode> upload(HttpServerRequest request) {
    String type = request.getHeader("content-type");
    if (type == null || !type.startsWith("multipart/form-data")) {
      throw ApiError.invalid("file", "send the file as multipart/form-data");
    }
    return Upload.receive(request)
        .compose(file ->
            reply(
                request.response(),
                () -> files.add(file.name(), file.purpose(), file.content().getBytes()).json()));
  }

  private ObjectNode load(byte[] body) throws IOException {
    ObjectNode request = Json.object(body, Set.of("lora_name", "lora_path"));
    String name = Json.text(request, "lora_name", 128);
    String place = Json.text(request, "lora_path", 1_024);
    LowRankAdapter adapter = LowRankAdapter.read(files.adapterAt(place, adapterFolder));
    adapters.load(name, place, adapter);
    return message("Success: LoRA adapter '" + name + "' added successfully.");
  }

  private ObjectNode unload(byte[] body) {
    ObjectNode request = Json.object(body, Set.of("lora_name"));
    String name = Json.text(request, "lora_name", 128);
    adapters.unload(name);
    return message("Success: LoRA adapter '" + name + "' removed successfully.");
  }

  private static ObjectNode about() {
    return message(NOTICE).put("model", LoadedAdapters.BASE);
  }

  private static ObjectNode message(String text) {
    return CanonicalJson.MAPPER.createObjectNode().put("message", text);
  }
}
