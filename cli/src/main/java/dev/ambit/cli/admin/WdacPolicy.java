package dev.ambit.cli.admin;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What a policy of Windows Defender Application Control says of Node, as XML.
///
/// @param codeIntegrity `EnforceCodeIntegrity`
/// @param noInteractive `DisableInteractiveMode`
public record WdacPolicy(boolean codeIntegrity, boolean noInteractive) {
  private static final String POLICY = "urn:schemas-microsoft-com:sipolicy";
  private static final String MANIFEST = "urn:schemas-microsoft-com:windows-defender-application-control";
  private static final String MANIFEST_FILE = "nodejs-manifest.xml";

  /// The files to write, by name.
  public SequencedMap<String, String> files() {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    files.put(MANIFEST_FILE, manifest());
    files.put("app-settings.xml", appSettings());
    files.put("settings.xml", settings());
    return files;
  }

  /// Which settings the application `Node.js` has. They hold in audit mode of the policy too.
  String manifest() {
    return document("""
        <AppManifest Id="Node.js" xmlns="%s">
          <SettingDefinition Name="EnforceCodeIntegrity" Type="Bool" IgnoreAuditPolicies="true"/>
          <SettingDefinition Name="DisableInteractiveMode" Type="Bool" IgnoreAuditPolicies="true"/>
        </AppManifest>
        """.formatted(MANIFEST));
  }

  /// For Windows 11 and Server 2025: `WldpGetApplicationSettingBoolean`.
  String appSettings() {
    return document("""
        <SiPolicy xmlns="%s">
          <!-- put this element into SiPolicy of your policy, as its last -->
          <AppSettings>
            <App Manifest="%s">
        %s    </App>
          </AppSettings>
        </SiPolicy>
        """.formatted(POLICY, MANIFEST_FILE,
            setting("      <Setting Name=\"%s\"><Value>True</Value></Setting>\n")));
  }

  /// For older systems: `WldpQuerySecurityPolicy`.
  String settings() {
    return document("""
        <SiPolicy xmlns="%s">
          <!-- put these Setting elements into Settings of your policy -->
          <Settings>
        %s  </Settings>
        </SiPolicy>
        """.formatted(POLICY, setting("    <Setting Provider=\"Node.js\" Key=\"Settings\" ValueName=\"%s\">"
            + "<Value><Boolean>true</Boolean></Value></Setting>\n")));
  }

  private String setting(String form) {
    return (codeIntegrity ? form.formatted("EnforceCodeIntegrity") : "")
        + (noInteractive ? form.formatted("DisableInteractiveMode") : "");
  }

  private static String document(String root) {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + root;
  }
}
