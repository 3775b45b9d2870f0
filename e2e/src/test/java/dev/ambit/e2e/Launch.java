package dev.ambit.e2e;

import java.util.List;
import java.util.Map;

/// One program to start.
///
/// @param command program and arguments
/// @param environment all of its environment variables
record Launch(List<String> command, Map<String, String> environment) {}
