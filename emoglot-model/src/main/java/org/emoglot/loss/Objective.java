package org.emoglot.loss;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/** The weighted sum of some terms. In the paper it is L_CE + alpha L_SupCLR + beta L_SpkAdv. */
public final class Objective implements AutoCloseable {

  private final List<Term> terms;
  private final Parameters parameters;

  private Objective(List<Term> terms, Parameters parameters) {
    this.terms = terms;
    this.parameters = parameters;
  }

  /**
   * The objective of the terms of some names, with fresh parameters.
   *
   * @param names of the terms, at least one, in the order in which they are added
   * @param seed of the terms' own parameters
   */
  public static Objective of(
      List<String> names, LossConfig config, TrainingCounts counts, long seed) {
    Parameters parameters = Parameters.seeded(seed);
    List<Term> terms = names.stream().map(name -> config.term(name, counts, parameters)).toList();
    parameters.setTrainable(true);
    return new Objective(terms, parameters);
  }

  /** The terms' own parameters, which are trained with the network; empty for most systems. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * The objective of a batch, scalars.
   *
   * @param total the weighted sum
   * @param terms value of each term by its name, not weighted
   */
  public record Value(Tensor total, Map<String, Tensor> terms) {

    public Value {
      terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }
  }

  /** The objective of a batch. */
  public Value of(BatchView batch) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    List<Tensor> weighted = new ArrayList<>();
    for (Term term : terms) {
      Tensor value = term.value(batch);
      values.put(term.name(), value);
      weighted.add(Ops.scale(value, term.weight()));
    }
    Tensor total = weighted.stream().reduce((sum, term) -> sum.add(term)).orElseThrow();
    return new Value(total, values);
  }

  @Override
  public void close() {
    parameters.close();
  }
}
