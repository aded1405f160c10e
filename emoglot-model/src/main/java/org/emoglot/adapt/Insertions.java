package org.emoglot.adapt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.Layer;
import org.emoglot.nn.Role;
import org.emoglot.nn.Site;
import org.emoglot.tensor.Parameters;

/**
 * Puts the small parts of an adaptation into a frozen encoder: at every site of the wanted roles
 * from the lowest adapted layer on.
 *
 * @param encoder changed in place
 * @param config what is put where
 * @param added where the new parameters are taken from, named by the sites' addresses
 */
record Insertions(SpeechEncoder encoder, AdaptationConfig config, Parameters added) {

  /** Puts them in; the low-rank updates among them. */
  List<Lora> insert() {
    List<Site> sites = encoder.sites();
    requireTargets(sites);
    List<Lora> updates = new ArrayList<>();
    for (Site site : sites) {
      if (site.layer() >= config.lowestLayer()) {
        insert(site, updates);
      }
    }
    return updates;
  }

  private void requireTargets(List<Site> sites) {
    Set<Role> roles = sites.stream().map(Site::role).collect(Collectors.toSet());
    List<String> there =
        Role.projections().stream()
            .filter(id -> Role.of(id).filter(roles::contains).isPresent())
            .toList();
    if (config.loraRank() > 0 && !there.containsAll(config.loraTargets())) {
      throw new InvalidInputException(
          "Expected adaptation.loraTargets of the encoder, among %s, found %s."
              .formatted(there, config.loraTargets()));
    }
  }

  private void insert(Site site, List<Lora> updates) {
    int width = encoder.config().width();
    String address = site.address();
    switch (site.role()) {
      case BLOCK -> {
        if (config.adapterWidth() > 0) {
          String name = address + ".adapter";
          Layer gate = branchGate(name);
          site.wrap(
              inner ->
                  new BottleneckAdapter(inner, added, name, width, config.adapterWidth(), gate));
        }
      }
      case INPUT -> {
        if (config.gate() == Gate.LAYER_INPUT) {
          site.wrap(inner -> WeightGate.vector(added, address + ".input", width));
        }
      }
      case QUERY, KEY, VALUE, OUTPUT, FEED_FORWARD -> {
        if (config.loraRank() > 0 && config.loraTargets().contains(site.role().id())) {
          updates.add(Lora.at(site, added, config, branchGate(address)));
        }
      }
    }
  }

  private Layer branchGate(String branch) {
    return config.gate() == Gate.BRANCH_SCALAR ? WeightGate.scalar(added, branch) : x -> x;
  }
}
