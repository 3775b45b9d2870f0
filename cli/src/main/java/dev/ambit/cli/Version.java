package dev.ambit.cli;

import picocli.CommandLine.IVersionProvider;

/// What `ambit --version` prints.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Ambit.class.getPackage().getImplementationVersion();
    return new String[] {"ambit " + (version == null ? "unpackaged" : version)};
  }
}
