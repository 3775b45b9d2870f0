package dev.ambit.cli;

import java.util.List;
import dev.ambit.cli.launch.LaunchPlan;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.policy.Assessment;
import dev.ambit.core.policy.PolicyCompiler;
import dev.ambit.core.policy.PolicyManifest;
import dev.ambit.core.policy.Review;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Mode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
