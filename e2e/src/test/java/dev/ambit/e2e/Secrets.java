package dev.ambit.e2e;

import java.util.UUID;

/// The fake secrets of one run; unique, so that where one turns up proves where it came
/// from, and in lower case, as DNS questions are.
///
/// @param npmToken in `.npmrc` of the fake home
/// @param walletSeed in `wallet.json` of the fake home
/// @param apiKey in the environment variable `API_KEY`
record Secrets(String npmToken, String walletSeed, String apiKey) {
  /// Fresh ones.
  static Secrets create() {
    return new Secrets(fake("token"), fake("seed"), fake("key"));
  }

  private static String fake(String kind) {
    return "fake-" + kind + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
