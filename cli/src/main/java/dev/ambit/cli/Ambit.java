package dev.ambit.cli;

/// The command line; so far it only says its version.
public final class Ambit {
  private Ambit() {}

  public static void main(String[] args) {
    System.out.println("ambit 0.1.0 " + String.join("|", args));
  }
}
