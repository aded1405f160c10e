package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.hub.HubClient;
import org.emoglot.hub.HubOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneFolderTest {

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path home;

  @Test
  void of_folder_isThatFolder() {
    assertThat(BackboneFolder.of(home.toString(), new Output())).isEqualTo(home);
    assertThat(BackboneFolder.of("/no/such/folder", new Output()))
        .isEqualTo(Path.of("/no/such/folder"));
  }

  @Test
  void download_offlineWithAFullCache_isTheSnapshot() throws IOException {
    Path repository = home.resolve("hub/models--some--speech-base");
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/" + COMMIT));
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("refs/main"), COMMIT);
    for (String file :
        new String[] {"config.json", "preprocessor_config.json", "model.safetensors"}) {
      Files.writeString(snapshot.resolve(file), "{}");
    }

    Path found = BackboneFolder.download("some/speech-base", offline(), new Output());

    assertThat(found).isEqualTo(snapshot);
    assertThat(HubClient.repositoryOf(found)).contains("some/speech-base");
    assertThat(HubClient.repositoryOf(home)).isEmpty();
  }

  /** Whisper's energies follow from config.json, so it needs no extractor's settings. */
  @Test
  void download_whisperWithoutPreprocessor_isTheSnapshot() throws IOException {
    Path repository = home.resolve("hub/models--openai--whisper-base");
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/" + COMMIT));
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("refs/main"), COMMIT);
    Files.writeString(snapshot.resolve("config.json"), "{\"model_type\": \"whisper\"}");
    Files.writeString(snapshot.resolve("model.safetensors"), "{}");

    assertThat(BackboneFolder.download("openai/whisper-base", offline(), new Output()))
        .isEqualTo(snapshot);
  }

  /** emotion2vec has a configuration and weights of its own kind. */
  @Test
  void download_emotion2vecAsPublished_isTheSnapshot() throws IOException {
    Path repository = home.resolve("hub/models--emotion2vec--emotion2vec_base");
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/" + COMMIT));
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("refs/main"), COMMIT);
    Files.writeString(snapshot.resolve("config.yaml"), "model: Emotion2vec\n");
    Files.writeString(snapshot.resolve("model.pt"), "{}");

    assertThat(BackboneFolder.download("emotion2vec/emotion2vec_base", offline(), new Output()))
        .isEqualTo(snapshot);
  }

  @Test
  void download_offlineWithoutIt_saysWhatIsMissing() {
    assertThatThrownBy(() -> BackboneFolder.download("some/other", offline(), new Output()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("some/other")
        .hasMessageNotContaining("\n");
  }

  private HubOptions offline() {
    return HubOptions.fromEnvironment(Map.of("HF_HUB_OFFLINE", "1", "HF_HOME", home.toString()));
  }
}
