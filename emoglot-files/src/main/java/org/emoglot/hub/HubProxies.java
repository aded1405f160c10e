package org.emoglot.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;

/** The proxy for each host, from {@code https_proxy}, {@code http_proxy} and {@code no_proxy}. */
public final class HubProxies {

  /** Straight to every host. */
  public static final HubProxies NONE = new HubProxies(Map.of(), List.of());

  private static final int DEFAULT_PORT = 80;

  private final Map<String, URI> byScheme;
  private final List<String> direct;

  private HubProxies(Map<String, URI> byScheme, List<String> direct) {
    this.byScheme = byScheme;
    this.direct = direct;
  }

  /**
   * Reads {@code https_proxy}, {@code http_proxy} (each else {@code all_proxy}) and {@code
   * no_proxy}, in small or capital letters.
   *
   * @throws InvalidInputException if a proxy is not an address of the form {@code
   *     http://[user:password@]host:port}
   */
  public static HubProxies fromEnvironment(Map<String, String> environment) {
    Map<String, URI> proxies =
        Stream.of("http", "https")
            .flatMap(
                scheme ->
                    value(environment, scheme + "_proxy")
                        .or(() -> value(environment, "all_proxy"))
                        .map(proxy -> Map.entry(scheme, address(scheme + "_proxy", proxy)))
                        .stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    List<String> direct =
        value(environment, "no_proxy").stream()
            .flatMap(list -> Stream.of(list.split("[,\\s]+", -1)))
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .toList();
    return new HubProxies(proxies, direct);
  }

  ProxySelector selector() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        URI proxy = byScheme.get(uri.getScheme());
        return List.of(
            proxy == null || isDirect(uri)
                ? Proxy.NO_PROXY
                : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port(proxy))));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException cause) {
        // The failure itself reaches the caller.
      }
    };
  }

  /** What a proxy on the way to an address is told by {@code Proxy-Authorization}, if anything. */
  Optional<String> authorization(URI uri) {
    URI proxy = byScheme.get(uri.getScheme());
    if (proxy == null || proxy.getRawUserInfo() == null || isDirect(uri)) {
      return Optional.empty();
    }
    String login = URLDecoder.decode(proxy.getRawUserInfo(), StandardCharsets.UTF_8);
    return Optional.of(
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
  }

  private boolean isDirect(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return direct.stream()
        .map(name -> name.replaceFirst("^\\*?\\.", ""))
        .anyMatch(
            name ->
                name.equals("*")
                    || host.equals(name)
                    || (host + ":" + uri.getPort()).equals(name)
                    || host.endsWith("." + name));
  }

  private static int port(URI proxy) {
    return proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Stream.of(name, name.toUpperCase(Locale.ROOT))
        .map(key -> environment.getOrDefault(key, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static URI address(String name, String value) {
    try {
      URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
      if (proxy.getHost() != null && "http".equals(proxy.getScheme())) {
        return proxy;
      }
    } catch (IllegalArgumentException e) {
      // Not an address: said below, without the value, which may hold a password.
    }
    throw new InvalidInputException(
        "Expected an HTTP proxy such as http://proxy.example.org:8080 in %s, found another kind of value: correct it or unset it."
            .formatted(name));
  }
}
