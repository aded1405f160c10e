package org.emoglot.hub;

/**
 * What a hub says of a file before it is fetched.
 *
 * @param commit the commit of the revision
 * @param etag the SHA-256 of a large file's content, else its git blob's SHA-1; the blob's name in
 *     the cache
 * @param size bytes, or -1 where the hub does not say
 */
record FileMetadata(String commit, String etag, long size) {

  FileMetadata {
    if (!Asked.isCommit(commit)) {
      throw new HubException(
          "Expected a commit of 40 hexadecimal digits from the hub, found '%s'.".formatted(commit));
    }
    // It becomes a file's name.
    if (!etag.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}")) {
      throw new HubException(
          "Expected an entity tag of letters and digits from the hub, found '%s'.".formatted(etag));
    }
  }
}
