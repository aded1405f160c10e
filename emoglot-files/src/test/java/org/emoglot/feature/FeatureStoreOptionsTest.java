package org.emoglot.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureStoreOptionsTest {

  private static final Path HOME = Path.of("/home/her");

  private static FeatureStoreOptions of(Map<String, String> environment) {
    return FeatureStoreOptions.fromEnvironment(environment, HOME);
  }

  @Test
  void fromEnvironment_nothingSet_isTheUsersCache() {
    assertThat(of(Map.of()))
        .isEqualTo(
            new FeatureStoreOptions(Path.of("/home/her/.cache/emoglot/features"), 20L << 30));
  }

  @Test
  void fromEnvironment_variables_decide() {
    assertThat(of(Map.of("XDG_CACHE_HOME", "/c")).folder())
        .isEqualTo(Path.of("/c/emoglot/features"));
    assertThat(of(Map.of("XDG_CACHE_HOME", "/c", "EMOGLOT_CACHE", "/e")).folder())
        .isEqualTo(Path.of("/e/features"));
    assertThat(of(Map.of("EMOGLOT_CACHE_GIB", "0.5")).maxBytes()).isEqualTo(1L << 29);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "much", "1e3", "99999999", "0.0000000001", "NaN"})
  void fromEnvironment_unusableLimit_isRefusedNamingIt(String limit) {
    assertThatThrownBy(() -> of(Map.of("EMOGLOT_CACHE_GIB", limit)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("EMOGLOT_CACHE_GIB")
        .hasMessageContaining("'" + limit + "'");
  }
}
