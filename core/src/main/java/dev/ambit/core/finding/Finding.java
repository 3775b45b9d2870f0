package dev.ambit.core.finding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One static result: what is wrong or wants a look, where, and what to do next.
///
/// @param id stable kebab-case identifier, as `growth`, `not-locked`, `does-not-parse`
/// @param severity how much it weighs
/// @param subject the package, `name@version`, or the file that it is about
/// @param message one sentence, lower case, user input in backticks, no full stop
/// @param capabilities text forms of the capabilities concerned, sorted
/// @param location where, or null
/// @param via dependency path from the application, as `app > a > b`, or null
/// @param help the next command to run, or null
public record Finding(
    String id,
    Severity severity,
    String subject,
    String message,
    List<String> capabilities,
    @Nullable Location location,
    @Nullable String via,
    @Nullable String help) {}
