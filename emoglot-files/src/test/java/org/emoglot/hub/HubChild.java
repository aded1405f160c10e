package org.emoglot.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process of its own that fetches a snapshot. */
final class HubChild {

  private HubChild() {}

  /** Arguments: endpoint, cache, wanted names. */
  public static void main(String[] arguments) {
    HubOptions options =
        HubOptions.fromEnvironment(
            Map.of(
                "HOME", arguments[1],
                "HF_ENDPOINT", arguments[0],
                "HF_HUB_CACHE", arguments[1],
                "HF_HUB_OFFLINE", System.getProperty("offline", "0")));
    List<String> wanted = List.of(arguments).subList(2, arguments.length);
    System.out.println(new HubClient(options).snapshot(FakeHub.REPO, "main", wanted));
  }

  static Process start(FakeHub hub, Path cache, String... wanted) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            HubChild.class.getName(),
            hub.endpoint(),
            cache.toString());
    builder.command().addAll(List.of(wanted));
    return builder.redirectErrorStream(true).start();
  }
}
