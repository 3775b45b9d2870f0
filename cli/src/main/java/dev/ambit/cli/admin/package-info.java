/// What the administrator of this machine prescribes, whoever says so: Windows, Linux or a settings file.
@NullMarked
package dev.ambit.cli.admin;

import org.jspecify.annotations.NullMarked;
