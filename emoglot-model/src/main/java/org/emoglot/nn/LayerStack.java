package org.emoglot.nn;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.tensor.Scope;

/** The layers of an encoder one above the other, and what makes the last hidden state of them. */
public final class LayerStack {

  private final List<FrameLayer> layers;
  private final Layer finish;

  /**
   * @param layers first to last
   * @param finish what is done with the last layer's output, such as a layer norm
   */
  public LayerStack(List<? extends FrameLayer> layers, Layer finish) {
    this.layers = List.copyOf(layers);
    this.finish = finish;
  }

  /** The places for adaptation, layer by layer. */
  public List<Site> sites() {
    List<Site> sites = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      sites.addAll(layers.get(i).sites(i));
    }
    return sites;
  }

  /**
   * One hidden state, computed from one below it.
   *
   * @param state shape (ΣT, D), hidden state number {@code from}
   * @param from 0 to L
   * @param to {@code from} to L
   * @param training whether dropout is active
   * @return shape (ΣT, D), hidden state number {@code to}
   */
  public Frames hiddenState(Frames state, int from, int to, boolean training) {
    Frames h = state;
    for (FrameLayer layer : layers.subList(from, to)) {
      h = after(layer, h, training);
    }
    return to == layers.size() ? h.with(finish.forward(h.values())) : h;
  }

  /**
   * A hidden state and all above it.
   *
   * @param state shape (ΣT, D), hidden state number {@code from}
   * @param from 0 to L
   * @param training whether dropout is active
   * @return shape (ΣT, D) each, numbers {@code from} to L
   */
  public List<Frames> hiddenStates(Frames state, int from, boolean training) {
    List<Frames> states = new ArrayList<>();
    Frames h = state;
    states.add(h);
    for (FrameLayer layer : layers.subList(from, layers.size())) {
      h = after(layer, h, training);
      states.add(h);
    }
    states.set(states.size() - 1, h.with(finish.forward(h.values())));
    return states;
  }

  /** Intermediate tensors of a layer are freed with it, unless differentiation keeps them. */
  private static Frames after(FrameLayer layer, Frames h, boolean training) {
    try (Scope scope = Scope.open()) {
      return layer.forward(h, training).handOut(scope);
    }
  }
}
