package org.emoglot.cli;

/** A command that answers others until it is told to stop, which is no interruption of its work. */
interface Serving {}
