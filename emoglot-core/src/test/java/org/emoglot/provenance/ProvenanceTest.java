package org.emoglot.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path clone;

  private void write(String file, String text) throws IOException {
    Path path = clone.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void capture_thisProcess_isDescribedAndReadsBackFromJson() throws IOException {
    Provenance provenance = Provenance.capture(clone, 7, Map.of("emodb.csv", "abc"));
    assertThat(provenance.seed()).isEqualTo(7);
    assertThat(provenance.commit()).isEqualTo("unknown");
    assertThat(provenance.emoglot()).isNotBlank();
    assertThat(provenance.java()).startsWith(System.getProperty("java.version"));
    assertThat(provenance.processors()).isPositive();
    assertThat(Instant.parse(provenance.time())).isBeforeOrEqualTo(Instant.now());
    assertThat(provenance.inputs()).isEqualTo(Map.of("emodb.csv", "abc"));
    assertThat(Json.mapper().readValue(Json.write(provenance), Provenance.class))
        .isEqualTo(provenance);
  }

  @Test
  void version_mavenProperties_isRead() throws IOException {
    assertThat(Provenance.version(stream("groupId=org.emoglot\nversion=1.2.3\n")))
        .isEqualTo("1.2.3");
    assertThat(Provenance.version(stream(""))).isEqualTo("development");
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void commit_branch_isFollowed() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(".git/refs/heads/main", COMMIT + "\n");
    assertThat(GitCommit.of(clone)).contains(COMMIT);
    assertThat(Provenance.capture(clone, 1, Map.of()).commit()).isEqualTo(COMMIT);
  }

  @Test
  void commit_packedBranch_isFound() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(
        ".git/packed-refs", "# pack-refs\nffff refs/heads/other\n" + COMMIT + " refs/heads/main\n");
    assertThat(GitCommit.of(clone)).contains(COMMIT);
  }

  @Test
  void commit_detached_isTaken() throws IOException {
    write(".git/HEAD", COMMIT + "\n");
    assertThat(GitCommit.of(clone)).contains(COMMIT);
  }

  @Test
  void commit_worktree_isFollowed() throws IOException {
    write("worktree/.git", "gitdir: ../main/.git/worktrees/w\n");
    write("main/.git/worktrees/w/HEAD", "ref: refs/heads/w\n");
    write("main/.git/worktrees/w/commondir", "../..\n");
    write("main/.git/refs/heads/w", COMMIT + "\n");
    assertThat(GitCommit.of(clone.resolve("worktree"))).contains(COMMIT);
  }

  @Test
  void commit_noCloneOrBrokenOne_isUnknown() throws IOException {
    assertThat(GitCommit.of(clone)).isEmpty();
    write(".git/HEAD", "ref: refs/heads/unborn\n");
    assertThat(GitCommit.of(clone)).isEmpty();
    write("short/.git", "x");
    assertThat(GitCommit.of(clone.resolve("short"))).isEmpty();
    Files.createDirectories(clone.resolve("empty/.git"));
    assertThat(GitCommit.of(clone.resolve("empty"))).isEmpty();
  }
}
