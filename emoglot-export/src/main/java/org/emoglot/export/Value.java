package org.emoglot.export;

/** A tensor in a graph, by its name. */
record Value(String name) {}
