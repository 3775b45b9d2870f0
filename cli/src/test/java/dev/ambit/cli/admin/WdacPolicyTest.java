package dev.ambit.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

final class WdacPolicyTest {
  private static Element parsed(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
  }

  private static List<String> attributes(Element root, String element, String attribute) {
    NodeList all = root.getElementsByTagNameNS(root.getNamespaceURI(), element);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Node value = all.item(i).getAttributes().getNamedItem(attribute);
      values.add(value.getNodeValue() + "=" + all.item(i).getTextContent().strip());
    }
    return values;
  }

  @Test
  void theManifestDefinesBothSettings() throws Exception {
    Element root = parsed(new WdacPolicy(true, true).manifest());
    assertThat(root.getNamespaceURI()).isEqualTo("urn:schemas-microsoft-com:windows-defender-application-control");
    assertThat(root.getAttribute("Id")).isEqualTo("Node.js");
    assertThat(attributes(root, "SettingDefinition", "Name"))
        .containsExactly("EnforceCodeIntegrity=", "DisableInteractiveMode=");
    assertThat(attributes(root, "SettingDefinition", "Type")).containsOnly("Bool=");
  }

  @Test
  void bothFormsSetWhatIsWanted() throws Exception {
    WdacPolicy both = new WdacPolicy(true, true);
    Element application = parsed(both.appSettings());
    assertThat(application.getNamespaceURI()).isEqualTo("urn:schemas-microsoft-com:sipolicy");
    assertThat(attributes(application, "Setting", "Name"))
        .containsExactly("EnforceCodeIntegrity=True", "DisableInteractiveMode=True");
    assertThat(attributes(application, "App", "Manifest").getFirst()).startsWith("nodejs-manifest.xml=");
    Element older = parsed(both.settings());
    assertThat(attributes(older, "Setting", "ValueName"))
        .containsExactly("EnforceCodeIntegrity=true", "DisableInteractiveMode=true");
    assertThat(attributes(older, "Setting", "Provider")).allMatch(value -> value.startsWith("Node.js="));
    assertThat(attributes(older, "Setting", "Key")).allMatch(value -> value.startsWith("Settings="));
  }

  @Test
  void oneAloneIsPossible() throws Exception {
    assertThat(attributes(parsed(new WdacPolicy(true, false).settings()), "Setting", "ValueName"))
        .containsExactly("EnforceCodeIntegrity=true");
    assertThat(attributes(parsed(new WdacPolicy(false, true).appSettings()), "Setting", "Name"))
        .containsExactly("DisableInteractiveMode=True");
  }
}
