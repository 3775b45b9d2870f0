package dev.ambit.integrity.format;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/// The object identifiers and constants of Windows security catalogs.
public final class CatNames {
  /// The content of a catalog, a certificate trust list: `szOID_CTL`.
  public static final ASN1ObjectIdentifier TRUST_LIST = oid("10.1");

  /// `SPC_STATEMENT_TYPE_OBJID`, a signed attribute.
  public static final ASN1ObjectIdentifier STATEMENT_TYPE = oid("2.1.11");

  /// `SPC_INDIVIDUAL_SP_KEY_PURPOSE_OBJID`, its value.
  public static final ASN1ObjectIdentifier INDIVIDUAL_PURPOSE = oid("2.1.21");

  /// `SPC_SP_OPUS_INFO_OBJID`, a signed attribute.
  public static final ASN1ObjectIdentifier OPUS_INFO = oid("2.1.12");

  /// `szOID_RFC3161_counterSign`, the unsigned attribute that holds a time-stamp.
  public static final ASN1ObjectIdentifier TIME_STAMP = oid("3.3.1");

  static final ASN1ObjectIdentifier CATALOG_LIST = oid("12.1.1");
  static final ASN1ObjectIdentifier MEMBERS_1 = oid("12.1.2");
  static final ASN1ObjectIdentifier MEMBERS_2 = oid("12.1.3");
  static final ASN1ObjectIdentifier NAME_VALUE = oid("12.2.1");
  static final ASN1ObjectIdentifier MEMBER_INFO = oid("12.2.2");
  static final ASN1ObjectIdentifier MEMBER_INFO_2 = oid("12.2.3");
  static final ASN1ObjectIdentifier INDIRECT_DATA = oid("2.1.4");
  static final ASN1ObjectIdentifier PE_IMAGE = oid("2.1.15");
  static final ASN1ObjectIdentifier FLAT_FILE = oid("2.1.25");
  static final ASN1ObjectIdentifier SHA1 = new ASN1ObjectIdentifier("1.3.14.3.2.26");
  static final ASN1ObjectIdentifier SHA256 = new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.1");

  static final String FLAT_GUID = "{DE351A42-8E59-11D0-8C47-00C04FC295EE}";
  static final String PE_GUID = "{C689AAB8-8E78-11D0-8C47-00C04FC295EE}";
  static final int CERT_VERSION = 0x200;

  static final int PE_TAG = 0;
  static final int FLAT_TAG = 2;

  static final String FILE_PATH = "FilePath";
  /// What makecat calls it.
  static final String FILE = "File";

  /// Flags of a name and value: the value is UTF-16LE with a closing NUL.
  static final long TEXT = 0x1001_0001L;

  private CatNames() {}

  private static ASN1ObjectIdentifier oid(String belowMicrosoft) {
    return new ASN1ObjectIdentifier("1.3.6.1.4.1.311." + belowMicrosoft);
  }

  static byte[] utf16(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_16LE);
  }
}
