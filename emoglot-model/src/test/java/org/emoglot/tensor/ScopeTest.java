package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ScopeTest {

  @Test
  void close_tensorMadeInside_isFreed() {
    Tensor made;
    try (Scope scope = Scope.open()) {
      made = Ops.zeros(3);
      assertThat(made.isNull()).isFalse();
    }
    assertThat(made.isNull()).isTrue();
  }

  @Test
  void close_inner_leavesTheOuterScopesTensors() {
    try (Scope outer = Scope.open()) {
      Tensor kept = Ops.zeros(3);
      Tensor freed;
      try (Scope inner = Scope.open()) {
        freed = Ops.plus(kept, 1);
      }
      assertThat(freed.isNull()).isTrue();
      assertThat(Ops.floats(kept)).containsOnly(0);
      assertThat(Ops.floats(Ops.plus(kept, 2))).as("made after the inner scope").containsOnly(2);
    }
  }

  @Test
  void handOut_withOuterScope_livesUntilThatCloses() {
    Tensor handed;
    Tensor other;
    try (Scope outer = Scope.open()) {
      try (Scope inner = Scope.open()) {
        other = Ops.zeros(2);
        handed = inner.handOut(Ops.plus(Ops.zeros(2), 5));
      }
      assertThat(other.isNull()).isTrue();
      assertThat(Ops.floats(handed)).containsExactly(5, 5);
    }
    assertThat(handed.isNull()).isTrue();
  }

  @Test
  void handOut_throughTwoScopes_livesInTheOutermost() {
    Tensor handed;
    try (Scope outer = Scope.open()) {
      try (Scope middle = Scope.open()) {
        try (Scope inner = Scope.open()) {
          handed = inner.handOut(Ops.zeros(2));
        }
        middle.handOut(handed);
      }
      assertThat(handed.isNull()).isFalse();
    }
    assertThat(handed.isNull()).isTrue();
  }

  @Test
  void handOut_withoutOuterScope_outlivesTheScope() {
    Tensor handed;
    try (Scope scope = Scope.open()) {
      handed = scope.handOut(Ops.plus(Ops.zeros(2), 7));
    }
    assertThat(Ops.floats(handed)).containsExactly(7, 7);
    Scope.disown(handed);
    assertThat(handed.isNull()).isTrue();
  }

  @Test
  void own_tensor_livesUntilDisowned() {
    Tensor owned;
    try (Scope outer = Scope.open();
        Scope inner = Scope.open()) {
      owned = Scope.own(Ops.zeros(4));
    }
    assertThat(Ops.floats(owned)).hasSize(4);
    Scope.disown(owned);
    assertThat(owned.isNull()).isTrue();
  }

  @Test
  void close_afterAnException_freesAsWell() {
    Tensor[] made = new Tensor[1];
    try (Scope scope = Scope.open()) {
      made[0] = Ops.zeros(3);
      throw new IllegalStateException("planted");
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessage("planted");
    }
    assertThat(made[0].isNull()).isTrue();
  }
}
