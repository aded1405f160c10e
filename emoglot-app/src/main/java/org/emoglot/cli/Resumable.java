package org.emoglot.cli;

/** A command that keeps what it has done, and goes on with it when it is given again. */
interface Resumable {}
