package dev.ambit.analyze.graal;

import com.oracle.js.parser.ir.ExportNode;
import com.oracle.js.parser.ir.ExportSpecifierNode;
import com.oracle.js.parser.ir.IdentNode;
import com.oracle.js.parser.ir.ImportNode;
import com.oracle.js.parser.ir.ImportSpecifierNode;
import com.oracle.js.parser.ir.LiteralNode;
import com.oracle.js.parser.ir.Module;
import com.oracle.js.parser.ir.Node;
import dev.ambit.analyze.syntax.Binding;
import dev.ambit.analyze.syntax.Program.Item;
import dev.ambit.analyze.syntax.Program.Request;
import dev.ambit.analyze.syntax.Syntax.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `import` and `export` declarations of a module, to be read while its scope is open.
final class ModuleDeclarations {
  private final Translation translation;
  private final Scopes scopes;
  private final Module module;

  ModuleDeclarations(Translation translation, Scopes scopes, Module module) {
    this.translation = translation;
    this.scopes = scopes;
    this.module = module;
  }

  List<Request> requests() {
    List<Request> requests = new ArrayList<>();
    for (ImportNode declaration : module.getImports()) {
      String specifier = text(declaration.getModuleSpecifier());
      requests.add(new Request(specifier, imported(declaration), translation.at(declaration)));
    }
    for (ExportNode declaration : module.getExports()) {
      if (declaration.getModuleSpecifier() != null) {
        List<Item> items = new ArrayList<>();
        if (declaration.getNamedExports() == null) {
          items.add(new Item(null, null, translation.at(declaration)));
        } else {
          for (ExportSpecifierNode specifier : declaration.getNamedExports().getExportSpecifiers()) {
            items.add(new Item(specifier.getIdentifier().getPropertyName(), null, translation.at(specifier)));
          }
        }
        requests.add(new Request(text(declaration.getModuleSpecifier()), items, translation.at(declaration)));
      }
    }
    requests.sort((a, b) -> Integer.compare(a.at(), b.at()));
    return requests;
  }

  private List<Item> imported(ImportNode declaration) {
    List<Item> items = new ArrayList<>();
    if (declaration.getImportClause() == null) {
      return items;
    }
    IdentNode whole = declaration.getImportClause().getDefaultBinding();
    if (whole != null) {
      items.add(item("default", whole, whole));
    }
    if (declaration.getImportClause().getNameSpaceImport() != null) {
      IdentNode space = declaration.getImportClause().getNameSpaceImport().getBindingIdentifier();
      items.add(item(null, space, space));
    }
    if (declaration.getImportClause().getNamedImports() != null) {
      for (ImportSpecifierNode specifier : declaration.getImportClause().getNamedImports().getImportSpecifiers()) {
        IdentNode local = specifier.getBindingIdentifier();
        String name = specifier.getIdentifier() == null ? local.getName() : specifier.getIdentifier().getPropertyName();
        items.add(item(name, local, specifier));
      }
    }
    return items;
  }

  private Item item(@Nullable String imported, IdentNode local, Node place) {
    Binding binding = scopes.resolve(local.getName());
    return new Item(imported, binding, translation.at(place));
  }

  private static String text(LiteralNode<?> specifier) {
    return specifier.getString();
  }

  /// The module's own variables that it exports.
  List<Name> exports() {
    List<Name> exports = new ArrayList<>();
    for (ExportNode declaration : module.getExports()) {
      if (declaration.getModuleSpecifier() != null) {
        continue;
      }
      if (declaration.getNamedExports() != null) {
        for (ExportSpecifierNode specifier : declaration.getNamedExports().getExportSpecifiers()) {
          String name = specifier.getIdentifier().getPropertyName();
          exports.add(new Name(scopes.resolve(name), translation.at(specifier)));
        }
      }
    }
    Map<String, Integer> places = places();
    Set<Binding> known = new HashSet<>();
    exports.forEach(name -> known.add(name.binding()));
    for (Module.ExportEntry entry : module.getLocalExportEntries()) {
      String name = entry.getLocalName().toJavaStringUncached();
      Binding binding = scopes.resolve(name);
      if (known.add(binding)) {
        exports.add(new Name(binding, places.getOrDefault(name, 0)));
      }
    }
    return exports;
  }

  private Map<String, Integer> places() {
    Map<String, Integer> places = new HashMap<>();
    for (ExportNode declaration : module.getExports()) {
      if (declaration.getExpression() != null) {
        String name = Module.DEFAULT_EXPORT_BINDING_NAME.toJavaStringUncached();
        places.put(name, translation.at(declaration.getExpression()));
      } else if (declaration.getVar() != null) {
        IdentNode name = declaration.getVar().getName();
        places.put(name.getName(), translation.at(name));
      }
    }
    return places;
  }
}
