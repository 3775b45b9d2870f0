/// Signing and verifying catalogs and policy manifests with CMS. No exception means verified.
@NullMarked
package dev.ambit.integrity.signature;

import org.jspecify.annotations.NullMarked;
