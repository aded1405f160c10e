package org.emoglot.cli;

/** A command that keeps its results and resumes when it is run again. */
interface Resumable {}
