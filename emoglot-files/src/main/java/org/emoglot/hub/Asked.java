package org.emoglot.hub;

import org.emoglot.InvalidInputException;

/**
 * What is asked of a hub.
 *
 * @param repoId the repository, {@code organisation/name} or {@code name}
 * @param revision a branch, a tag or a commit
 * @param fileName a file of the repository, its folders separated by {@code /}; empty for the
 *     repository itself
 */
record Asked(String repoId, String revision, String fileName) {

  private static final String REPO_NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}";
  private static final String COMMIT = "[0-9a-f]{40}";

  Asked {
    if (!repoId.matches(REPO_NAME + "(/" + REPO_NAME + ")?")
        || repoId.contains("--")
        || repoId.contains("..")) {
      throw new InvalidInputException(
          "Expected a repository such as facebook/wav2vec2-base, found '%s': give organisation/name in letters, digits, '.', '_' and single '-'."
              .formatted(repoId));
    }
    if (!isRelativePath(revision)) {
      throw new InvalidInputException(
          "Expected a branch, a tag or a commit of %s, found '%s': give a name such as main."
              .formatted(repoId, revision));
    }
    if (!fileName.isEmpty() && !isRelativePath(fileName)) {
      throw new InvalidInputException(
          "Expected the name of a file in %s, found '%s': give a relative path without '..'."
              .formatted(repoId, fileName));
    }
  }

  static Asked repository(String repoId, String revision) {
    return new Asked(repoId, revision, "");
  }

  Asked file(String name) {
    return new Asked(repoId, revision, name);
  }

  Asked at(String commit) {
    return new Asked(repoId, commit, fileName);
  }

  /** Whether the revision is a full commit, whose content never changes. */
  boolean isCommit() {
    return isCommit(revision);
  }

  static boolean isCommit(String revision) {
    return revision.matches(COMMIT);
  }

  /** For sentences. */
  String described() {
    String where = repoId + " at revision " + revision;
    return fileName.isEmpty() ? where : fileName + " of " + where;
  }

  /** Names become paths of the cache: none may leave its folder. */
  private static boolean isRelativePath(String name) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c < ' ' || c == '\\' || c == ':')) {
      return false;
    }
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
