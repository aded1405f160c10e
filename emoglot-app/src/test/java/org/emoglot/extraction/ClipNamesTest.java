package org.emoglot.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClipNamesTest {

  private final ClipNames names = new ClipNames();

  @Test
  void id_thatComesAgain_isNumbered() {
    assertThat(names.id("a")).isEqualTo("a");
    assertThat(names.id("a~2")).isEqualTo("a~2");
    assertThat(names.id("a")).isEqualTo("a~3");
    assertThat(names.id("a")).isEqualTo("a~4");
  }

  @Test
  void file_slashes_becomeFolders() {
    assertThat(names.file("emodb/03a01Fa")).isEqualTo("emodb/03a01Fa.npy");
  }

  @Test
  void file_differingInCaseAlone_doesNotOverwrite() {
    assertThat(names.file("a/Clip")).isEqualTo("a/Clip.npy");
    assertThat(names.file("A/clip")).isEqualTo("A/clip~2.npy");
  }

  @Test
  void file_whereAFolderIs_doesNotMeetIt() {
    assertThat(names.file("a.npy/b")).isEqualTo("a.npy_/b.npy");
    assertThat(names.file("a")).isEqualTo("a.npy");
    assertThat(names.file("a.npy_/b")).isEqualTo("a.npy_/b~2.npy");
    assertThat(names.file("a.npy")).isEqualTo("a.npy.npy");
  }

  @Test
  void file_hostileId_staysBelowTheFolder() {
    assertThat(names.file("../../etc/passwd")).isEqualTo("_../_../etc/passwd.npy");
    assertThat(names.file("/root")).isEqualTo("_/root.npy");
    assertThat(names.file("C:\\x\u0000y")).isEqualTo("C__x_y.npy");
    assertThat(names.file(".unfinished/lock")).isEqualTo("_.unfinished/lock.npy");
  }
}
