package org.emoglot.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VnniTest {

  @TempDir private Path folder;

  @Test
  void isKnown_onlyWhereEveryProcessorHasIt() throws IOException {
    assertThat(Vnni.isKnown(said("flags\t\t: fpu avx2 avx512_vnni avx512bw"))).isTrue();
    assertThat(Vnni.isKnown(said("flags\t\t: fpu avx2 avx_vnni\nflags : avx_vnni"))).isTrue();
    assertThat(Vnni.isKnown(said("flags\t\t: avx_vnni\nflags\t: avx2"))).isFalse();
    assertThat(Vnni.isKnown(said("flags\t\t: fpu avx2 avx512f avx512_vnni2"))).isFalse();
    assertThat(Vnni.isKnown(said("Features : asimd"))).isFalse();
    assertThat(Vnni.isKnown(folder.resolve("none"))).isFalse();
  }

  private Path said(String flags) throws IOException {
    return Files.writeString(
        folder.resolve("cpuinfo"), "processor : 0\nmodel name : avx_vnni\n" + flags + "\n");
  }
}
