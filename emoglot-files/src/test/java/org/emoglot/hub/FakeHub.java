package org.emoglot.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.emoglot.io.Json;
import org.emoglot.sampling.SeededRandom;

/**
 * A hub of one repository on this machine, and a content network of its own on another port to
 * which it redirects for large files. Faults are planted and used up, one per request.
 */
final class FakeHub implements AutoCloseable {

  static final String REPO = "lab/tiny-model";
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  static final String LARGE = "model.safetensors";
  static final int LARGE_BYTES = 200_003;
  static final String CONFIG = "config.json";
  static final String NESTED = "1_Pooling/config.json";
  static final String TOKEN = "hf_secret";

  private static final byte[] LARGE_CONTENT = noise();

  /** Who is asked. */
  enum Door {
    API,
    HEAD,
    GET,
    CDN
  }

  /** A request that came. */
  record Request(Door door, String path, String authorization, String range) {}

  /** An answer other than the right one. */
  @FunctionalInterface
  interface Fault {
    void answer(HttpExchange exchange, byte[] content) throws IOException;
  }

  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<Door, Queue<Fault>> faults = new LinkedHashMap<>();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicLong contentBytes = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer hub;
  private final HttpServer network;

  FakeHub() {
    this(0);
  }

  private static byte[] noise() {
    SeededRandom random = SeededRandom.of(7);
    byte[] bytes = new byte[LARGE_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private FakeHub(int port) {
    files.put(LARGE, LARGE_CONTENT);
    files.put(CONFIG, "{\"model_type\": \"wav2vec2\"}\n".getBytes(StandardCharsets.UTF_8));
    files.put(NESTED, "{}\n".getBytes(StandardCharsets.UTF_8));
    files.put("README.md", new byte[0]);
    for (Door door : Door.values()) {
      faults.put(door, new ConcurrentLinkedQueue<>());
    }
    try {
      hub = server(port);
      network = server(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hub.createContext("/", exchange -> handle(exchange, false));
    network.createContext("/", exchange -> handle(exchange, true));
    hub.start();
    network.start();
  }

  /** Serves on the given port until it is killed, to be tried by hand with other clients. */
  public static void main(String[] arguments) throws InterruptedException {
    try (FakeHub hub = new FakeHub(Integer.parseInt(arguments[0]))) {
      hub.closing.await();
    }
  }

  String endpoint() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  byte[] content(String name) {
    return Optional.ofNullable(files.get(name)).orElseThrow();
  }

  /** Options for this hub, with a cache in the folder; impatient, so that tests are short. */
  HubOptions options(Path folder, Map<String, String> more) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("HOME", folder.toString());
    environment.put("HF_HUB_CACHE", folder.resolve("cache").toString());
    environment.put("HF_ENDPOINT", endpoint());
    environment.putAll(more);
    return HubOptions.fromEnvironment(environment)
        .withPatience(Duration.ofSeconds(20), 3, Duration.ofMillis(1), Duration.ofSeconds(2));
  }

  HubClient client(Path folder) {
    return new HubClient(options(folder, Map.of()));
  }

  void plant(Door door, Fault... planted) {
    queue(door).addAll(List.of(planted));
  }

  List<Request> requests() {
    return new ArrayList<>(requests);
  }

  List<Request> requests(Door door) {
    return requests.stream().filter(request -> request.door() == door).toList();
  }

  /** Bytes of files sent so far. */
  long contentBytes() {
    return contentBytes.get();
  }

  /** Sends the file up to a byte, then closes the connection. */
  Fault cutAt(int end) {
    return (exchange, content) -> {
      int start = start(exchange);
      head(exchange, content, start);
      body(exchange).write(content, start, Math.max(0, end - start));
      body(exchange).flush();
      contentBytes.addAndGet(Math.max(0, end - start));
    };
  }

  /** Sends the file up to a byte, then waits, then sends the rest. */
  Fault pauseAt(int end, CountDownLatch gate) {
    return (exchange, content) -> {
      int start = start(exchange);
      head(exchange, content, start);
      body(exchange).write(content, start, end - start);
      body(exchange).flush();
      contentBytes.addAndGet(end - start);
      await(gate);
      if (closing.getCount() > 0) {
        contentBytes.addAndGet(content.length - end);
        body(exchange).write(content, end, content.length - end);
      }
    };
  }

  /** Never answers. */
  Fault silence() {
    return (exchange, content) -> await(closing);
  }

  /** Sends as many other bytes. */
  Fault wrongContent() {
    return (exchange, content) -> {
      byte[] other = content.clone();
      other[other.length / 2] ^= 1;
      send(exchange, other, false);
    };
  }

  /** Knows no ranges. */
  Fault fromTheStart() {
    return (exchange, content) -> send(exchange, content, false);
  }

  static Fault status(int status, String... headers) {
    return (exchange, content) -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  String etag(String name) {
    return name.equals(LARGE) ? digest("SHA-256", content(name)) : gitBlob(content(name));
  }

  @Override
  public void close() {
    closing.countDown();
    hub.stop(0);
    network.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange, boolean atNetwork) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Door door = door(exchange, path, atNetwork);
      requests.add(
          new Request(door, path, header(exchange, "Authorization"), header(exchange, "Range")));
      byte[] content = atNetwork ? content(LARGE) : contentAt(path);
      Fault fault = queue(door).poll();
      if (fault != null) {
        fault.answer(exchange, content);
        return;
      }
      switch (door) {
        case API -> api(exchange, path);
        case CDN -> send(exchange, content, true);
        case HEAD, GET -> resolve(exchange, path, content);
      }
    }
  }

  private static Door door(HttpExchange exchange, String path, boolean atNetwork) {
    if (atNetwork) {
      return Door.CDN;
    }
    if (path.startsWith("/api/")) {
      return Door.API;
    }
    return exchange.getRequestMethod().equals("HEAD") ? Door.HEAD : Door.GET;
  }

  private void api(HttpExchange exchange, String path) throws IOException {
    Object answer;
    if (path.equals("/api/models/" + REPO + "/revision/main")
        || path.equals("/api/models/" + REPO + "/revision/" + COMMIT)) {
      answer =
          Map.of(
              "id",
              REPO,
              "sha",
              COMMIT,
              "siblings",
              files.keySet().stream().map(name -> Map.of("rfilename", name)).toList());
    } else if (path.equals("/api/models/" + REPO + "/tree/" + COMMIT)) {
      answer = page(exchange);
    } else {
      status(404, "X-Error-Code", "RepoNotFound").answer(exchange, new byte[0]);
      return;
    }
    byte[] json = Json.writeLine(answer).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, json.length);
    body(exchange).write(json);
  }

  /** The listing comes in two pages. */
  private List<Object> page(HttpExchange exchange) {
    List<Object> entries = new ArrayList<>();
    entries.add(Map.of("type", "directory", "path", "1_Pooling", "oid", "0", "size", 0));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("type", "file");
      entry.put("path", file.getKey());
      entry.put("size", file.getValue().length);
      entry.put("oid", gitBlob(file.getValue()));
      if (file.getKey().equals(LARGE)) {
        entry.put(
            "lfs", Map.of("oid", etag(LARGE), "size", file.getValue().length, "pointerSize", 134));
      }
      entries.add(entry);
    }
    if (String.valueOf(exchange.getRequestURI().getQuery()).contains("cursor=2")) {
      return entries.subList(2, entries.size());
    }
    exchange
        .getResponseHeaders()
        .set(
            "Link",
            "<%s/api/models/%s/tree/%s?recursive=true&cursor=2>; rel=\"next\""
                .formatted(endpoint(), REPO, COMMIT));
    return entries.subList(0, 2);
  }

  private void resolve(HttpExchange exchange, String path, byte[] content) throws IOException {
    String name = path.replaceFirst("^/" + REPO + "/resolve/[^/]+/", "");
    exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
    if (!files.containsKey(name)) {
      status(404, "X-Error-Code", "EntryNotFound").answer(exchange, content);
    } else if (name.equals(LARGE)) {
      status(
              302,
              "Location",
              "http://127.0.0.1:%d/objects/%s?signature=x"
                  .formatted(network.getAddress().getPort(), etag(name)),
              "X-Linked-Etag",
              '"' + etag(name) + '"',
              "X-Linked-Size",
              String.valueOf(content.length))
          .answer(exchange, content);
    } else {
      exchange.getResponseHeaders().set("ETag", '"' + etag(name) + '"');
      send(exchange, content, true);
    }
  }

  private byte[] contentAt(String path) {
    return files.getOrDefault(path.replaceFirst("^/" + REPO + "/resolve/[^/]+/", ""), new byte[0]);
  }

  private void send(HttpExchange exchange, byte[] content, boolean ranges) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    int start = ranges ? start(exchange) : 0;
    if (start > content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (start == content.length) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    head(exchange, content, start);
    contentBytes.addAndGet(content.length - start);
    body(exchange).write(content, start, content.length - start);
  }

  private static void head(HttpExchange exchange, byte[] content, int start) throws IOException {
    if (start > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(start, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, content.length - start);
  }

  private static OutputStream body(HttpExchange exchange) {
    return exchange.getResponseBody();
  }

  private static int start(HttpExchange exchange) {
    String range = header(exchange, "Range");
    return range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("bytes=|-.*", ""));
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private Queue<Fault> queue(Door door) {
    return Optional.ofNullable(faults.get(door)).orElseThrow();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpServer server(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    server.setExecutor(threads);
    return server;
  }

  private static String gitBlob(byte[] content) {
    return digest(
        "SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII), content);
  }

  private static String digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
