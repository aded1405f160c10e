package org.emoglot.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.BundledModel;
import org.emoglot.serve.EmotionService;
import org.emoglot.serve.Limits;
import org.emoglot.serve.ServiceOptions;
import org.emoglot.serve.Tls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers over HTTP. */
@Command(
    name = "serve",
    description = {
      "Answers over HTTP, and shows a page for the browser: for single clips, long recordings,"
          + " streams and recordings to adapt to.",
      "It listens on this machine only, unless --host says otherwise. Recordings are kept only"
          + " while they are answered. Ctrl-C answers what was accepted, and stops.",
      "The page is at /, the description of the service at /docs and /openapi.json."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot serve",
      "  emoglot serve --model german=runs/all-de/model --model small.onnx --port 9000",
      "  EMOGLOT_TOKEN=$(openssl rand -hex 32) emoglot serve --host 0.0.0.0 \\",
      "      --tls-certificate chain.pem --tls-key key.pem",
      "  curl --data-binary @clip.wav http://127.0.0.1:8080/v1/predict"
    })
final class ServeCommand implements Callable<Integer>, Serving {

  private static final String TOKEN = "EMOGLOT_TOKEN";
  private static final String EXPORTED = ".onnx";

  @Option(
      names = "--model",
      paramLabel = "[<id>=]<folder>",
      description =
          "A saved model, or a file of emoglot export, and the id by which requests name it"
              + " (default: the name of the folder or file). Can be given several times; the first"
              + " answers where none is named (default: the bundled emoglot-mini).")
  private List<String> named = new ArrayList<>();

  @Option(
      names = "--host",
      paramLabel = "<address>",
      description = "The address to listen on (default ${DEFAULT-VALUE}; 0.0.0.0 is all of them).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "<number>",
      defaultValue = "${env:" + HealthMain.PORT + ":-" + HealthMain.USUAL_PORT + "}",
      description =
          "The port to listen on (default: the environment variable "
              + HealthMain.PORT
              + ", or "
              + HealthMain.USUAL_PORT
              + "; 0 takes a free one).")
  private int port;

  @Option(
      names = "--token-file",
      paramLabel = "<file>",
      description =
          "A file with a token that every request must send (default: the environment variable "
              + TOKEN
              + "; without it anybody who reaches the address may ask).")
  private Path tokenFile = Path.of("");

  @Option(
      names = "--origin",
      paramLabel = "<origin>",
      description =
          "A site whose pages may ask, such as https://example.org. Can be given several times"
              + " (default: only the page of the service).")
  private List<String> origins = new ArrayList<>();

  @Option(
      names = "--tls-certificate",
      paramLabel = "<pem>",
      description = "The certificate, with those up to the authority's, for HTTPS.")
  private Path certificate = Path.of("");

  @Option(
      names = "--tls-key",
      paramLabel = "<pem>",
      description = "The key of the certificate: PKCS #8, without a password.")
  private Path key = Path.of("");

  @Option(
      names = "--max-bytes",
      paramLabel = "<bytes>",
      description = "The largest request (default ${DEFAULT-VALUE}).")
  private long bytes = Limits.DEFAULT.bytes();

  @Option(
      names = "--max-files",
      paramLabel = "<number>",
      description = "The most recordings of one request (default ${DEFAULT-VALUE}).")
  private int files = Limits.DEFAULT.files();

  @Option(
      names = "--max-seconds",
      paramLabel = "<seconds>",
      description = "The longest recording, and the longest stream (default ${DEFAULT-VALUE}).")
  private int seconds = Limits.DEFAULT.seconds();

  @Option(
      names = "--workers",
      paramLabel = "<number>",
      description =
          "How many recordings are computed at the same time (default: as many as processors).")
  private int workers = Limits.DEFAULT.workers();

  @Option(
      names = "--queue",
      paramLabel = "<number>",
      description =
          "How many requests wait for a worker; further ones are told to come back"
              + " (default ${DEFAULT-VALUE}).")
  private int queue = Limits.DEFAULT.queue();

  @Option(
      names = "--max-streams",
      paramLabel = "<number>",
      description = "How many streams may be open (default ${DEFAULT-VALUE}).")
  private int streams = Limits.DEFAULT.streams();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    ServiceOptions options =
        new ServiceOptions(
            host, port, models(), limits(), token(), origins, new Tls(certificate, key));
    try (EmotionService service = EmotionService.start(options)) {
      // The process lives until this hook has ended: requests that were accepted get their answer.
      Runtime.getRuntime().addShutdownHook(new Thread(service::close, "end of the service"));
      warnIfOpen(options.token());
      output.result(
          Map.of("address", service.address(), "models", List.copyOf(options.models().keySet())),
          () ->
              "Emoglot listens on %s (Ctrl-C stops it; %sdocs describes the service).%n"
                  .formatted(service.address(), service.address()));
      service.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // told to stop, which is how it ends
    }
    return ExitCode.DONE;
  }

  private Map<String, Path> models() {
    Map<String, Path> models = new LinkedHashMap<>();
    for (String text : named) {
      int at = text.indexOf('=');
      Path path = PathArgument.of(text.substring(at + 1));
      String id = at > 0 ? text.substring(0, at) : id(path);
      if (models.put(id, path) != null) {
        throw new InvalidInputException(
            "Expected models of different ids, found '%.80s' twice: name them with --model <id>=<folder>."
                .formatted(id));
      }
    }
    if (models.isEmpty()) {
      Path bundled = BundledModel.folder();
      models.put(id(bundled), bundled);
    }
    return models;
  }

  private static String id(Path path) {
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    return name.endsWith(EXPORTED) ? name.substring(0, name.length() - EXPORTED.length()) : name;
  }

  private Limits limits() {
    Limits otherwise = Limits.DEFAULT;
    try {
      return new Limits(
          bytes,
          files,
          seconds,
          otherwise.decodingSeconds(),
          otherwise.uploadSeconds(),
          workers,
          queue,
          streams,
          otherwise.adaptations());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  private String token() {
    if (tokenFile.toString().isEmpty()) {
      String token = System.getenv(TOKEN);
      return token == null ? "" : token;
    }
    try {
      return Files.readString(tokenFile).strip();
    } catch (IOException e) {
      throw new InvalidInputException(
          "Expected a file with a token at %s, found none that can be read.".formatted(tokenFile),
          e);
    }
  }

  private void warnIfOpen(String token) {
    if (!token.isEmpty()) {
      return;
    }
    try {
      if (!InetAddress.getByName(host).isLoopbackAddress()) {
        output.warn(
            "Anybody who reaches %s may ask: set a token (--token-file), or leave --host out."
                .formatted(host));
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException("A service that runs has an address", e);
    }
  }
}
