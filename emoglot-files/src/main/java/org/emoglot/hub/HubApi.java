package org.emoglot.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.io.Json;

/**
 * The protocol of the hub: the commit of a revision, its files, their metadata, and their bytes.
 */
final class HubApi {

  /** A page of a listing holds a thousand files: far below this. */
  private static final int LONGEST_JSON_BYTES = 32 << 20;

  private static final int MOST_PAGES = 1000;
  private static final Pattern NEXT_PAGE = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");

  private final HubOptions options;
  private final HubHttp http;

  HubApi(HubOptions options) {
    this.options = options;
    this.http = new HubHttp(options);
  }

  HubHttp http() {
    return http;
  }

  /** The commit of a revision. */
  String commit(Asked asked, int attempts) {
    URI uri = uri("/api/models/" + asked.repoId() + "/revision/" + segment(asked.revision()));
    try (HubResponse response = successful(asked, http.get(uri, 0, attempts))) {
      String commit = json(asked, response).path("sha").asText();
      if (!Asked.isCommit(commit)) {
        throw HubErrors.notAHub(asked, response, "a commit in 'sha'");
      }
      return commit;
    }
  }

  /** The files at a commit. */
  RepositoryTree tree(Asked asked, int attempts) {
    SortedMap<String, RepositoryTree.Entry> files = new TreeMap<>();
    Optional<URI> next =
        Optional.of(
            uri(
                "/api/models/%s/tree/%s?recursive=true"
                    .formatted(asked.repoId(), segment(asked.revision()))));
    for (int page = 0; next.isPresent(); page++) {
      if (page == MOST_PAGES) {
        throw new HubException(
            "Expected the files of %s, found a listing of more than %d pages: not read."
                .formatted(asked.described(), MOST_PAGES));
      }
      try (HubResponse response = successful(asked, http.get(next.get(), 0, attempts))) {
        JsonNode entries = json(asked, response);
        if (!entries.isArray()) {
          throw HubErrors.notAHub(asked, response, "a list of files");
        }
        for (JsonNode entry : entries) {
          if (entry.path("type").asText().equals("file")) {
            // Names become paths: one that leaves the folder is refused here.
            String name = asked.file(entry.path("path").asText()).fileName();
            files.put(name, RepositoryTree.Entry.ofListing(entry));
          }
        }
        next = nextPage(asked, response);
      }
    }
    return new RepositoryTree(files);
  }

  /** What a file is, without its bytes. */
  FileMetadata metadata(Asked asked, int attempts) {
    HubResponse response = http.head(resolve(asked), attempts);
    try (response) {
      if (!response.isRedirect()) {
        successful(asked, response);
      }
      String commit = response.header("X-Repo-Commit");
      if (commit.isEmpty()) {
        throw HubErrors.notAHub(asked, response, "X-Repo-Commit");
      }
      String etag =
          Stream.of(response.header("X-Linked-Etag"), response.header("ETag"))
              .map(value -> value.replaceFirst("^W/", "").replace("\"", ""))
              .filter(value -> !value.isEmpty())
              .findFirst()
              .orElseThrow(() -> HubErrors.notAHub(asked, response, "ETag"));
      String size = response.header("X-Linked-Size");
      if (size.isEmpty() && !response.isRedirect()) {
        size = response.header("Content-Length");
      }
      return new FileMetadata(
          commit, etag, size.matches("[0-9]{1,18}") ? Long.parseLong(size) : -1);
    }
  }

  /** A file's bytes from an offset on: status 200 (from the start), 206 or 416. */
  HubResponse content(Asked asked, long offset, int attempts) {
    HubResponse response = http.get(resolve(asked), offset, attempts);
    return response.status() == 416 ? response : successful(asked, response);
  }

  private HubResponse successful(Asked asked, HubResponse response) {
    if (response.status() / 100 != 2) {
      response.close();
      throw HubErrors.refused(asked, options, response);
    }
    return response;
  }

  private static JsonNode json(Asked asked, HubResponse response) {
    byte[] bytes;
    try {
      bytes = response.body().readNBytes(LONGEST_JSON_BYTES + 1);
    } catch (IOException e) {
      throw HubErrors.unreachable(response.uri(), 1, e);
    }
    if (bytes.length > LONGEST_JSON_BYTES) {
      throw HubErrors.notAHub(asked, response, "an end in its first 32 MB");
    }
    try {
      return Json.mapper().readTree(bytes);
    } catch (IOException e) {
      throw HubErrors.notAHub(asked, response, "JSON");
    }
  }

  private Optional<URI> nextPage(Asked asked, HubResponse response) {
    for (String link : response.headers().allValues("Link")) {
      Matcher matcher = NEXT_PAGE.matcher(link);
      if (matcher.find()) {
        return Optional.of(page(asked, response, matcher.group(1)))
            .filter(uri -> HubHttp.isSameOrigin(uri, options.endpoint()));
      }
    }
    return Optional.empty();
  }

  private static URI page(Asked asked, HubResponse response, String link) {
    try {
      return response.uri().resolve(link);
    } catch (IllegalArgumentException e) {
      throw HubErrors.notAHub(asked, response, "an address in its Link header");
    }
  }

  private URI resolve(Asked asked) {
    String name =
        Stream.of(asked.fileName().split("/", -1))
            .map(HubApi::segment)
            .collect(Collectors.joining("/"));
    return uri("/" + asked.repoId() + "/resolve/" + segment(asked.revision()) + "/" + name);
  }

  private URI uri(String path) {
    return URI.create(options.endpoint() + path);
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
