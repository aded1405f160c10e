package org.emoglot.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.emoglot.hub.FakeHub.CONFIG;
import static org.emoglot.hub.FakeHub.REPO;
import static org.emoglot.hub.FakeHub.TOKEN;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubOptionsTest {

  @TempDir Path folder;

  @Test
  void fromEnvironment_empty_isTheHubAndTheUsersCache() {
    HubOptions options = HubOptions.fromEnvironment(Map.of("HOME", folder.toString()));

    assertThat(options.endpoint()).hasToString("https://huggingface.co");
    assertThat(options.cache()).isEqualTo(folder.resolve(".cache/huggingface/hub"));
    assertThat(options.token()).isEmpty();
    assertThat(options.offline()).isFalse();
    assertThat(options.symbolicLinks()).isTrue();
  }

  @Test
  void fromEnvironment_names_areThoseOfThePythonClient() throws IOException {
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
    HubOptions options =
        HubOptions.fromEnvironment(
            Map.of(
                "HF_HOME", folder.toString(),
                "HF_ENDPOINT", "http://mirror.example.org/hf/",
                "HF_HUB_OFFLINE", "yes",
                "HF_HUB_DOWNLOAD_TIMEOUT", "7"));

    assertThat(options.endpoint()).hasToString("http://mirror.example.org/hf");
    assertThat(options.cache()).isEqualTo(folder.resolve("hub"));
    assertThat(options.token()).isEqualTo(TOKEN);
    assertThat(options.offline()).isTrue();
    assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(options).asString().contains("token=given").doesNotContain(TOKEN);
  }

  @Test
  void fromEnvironment_nearerNames_goFirst() throws IOException {
    Files.writeString(folder.resolve("token"), "from-the-file");
    HubOptions options =
        HubOptions.fromEnvironment(
            Map.of(
                "HOME",
                folder.toString(),
                "HF_HOME",
                folder.toString(),
                "HF_HUB_CACHE",
                "~/elsewhere",
                "HF_TOKEN",
                TOKEN));

    assertThat(options.cache()).isEqualTo(folder.resolve("elsewhere"));
    assertThat(options.token()).isEqualTo(TOKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "HF_ENDPOINT,ftp://x.org,a hub",
    "HF_ENDPOINT,not an address,a hub",
    "HF_TOKEN,hf secret,visible ASCII",
    "HF_HUB_DOWNLOAD_TIMEOUT,0,whole seconds",
    "https_proxy,socks5://u:secret@p.org:1,an HTTP proxy",
  })
  void fromEnvironment_unusableValue_isRefused(String name, String value, String message) {
    assertThatThrownBy(() -> HubOptions.fromEnvironment(Map.of(name, value)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(name)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "https://huggingface.co/x,secure.org",
    "http://huggingface.co/x,open.org",
    "http://a.direct.org/x,''",
    "http://direct.org/x,''",
    "http://indirect.org/x,open.org",
    "http://127.0.0.1:80/x,''",
  })
  void proxies_leadWhereTheEnvironmentSays(URI target, String proxy) {
    HubProxies proxies =
        HubProxies.fromEnvironment(
            Map.of(
                "https_proxy", "http://u:p@secure.org:3128",
                "HTTP_PROXY", "open.org:8080",
                "no_proxy", ".direct.org, 127.0.0.1"));

    Proxy selected = proxies.selector().select(target).get(0);
    assertThat(selected.toString()).contains(proxy.isEmpty() ? "DIRECT" : proxy);
    assertThat(proxies.authorization(target).isPresent()).isEqualTo(proxy.equals("secure.org"));
  }

  @Test
  void file_byProxy_reachesAHubThatHasNoAddressHere() {
    try (FakeHub proxy = new FakeHub()) {
      HubOptions options =
          proxy.options(
              folder, Map.of("HF_ENDPOINT", "http://hub.invalid", "http_proxy", proxy.endpoint()));

      assertThat(new HubClient(options).file(REPO, "main", CONFIG))
          .hasBinaryContent(proxy.content(CONFIG));
      assertThat(proxy.requests()).hasSize(2);
    }
  }
}
