using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Portal.Core.Secrets;

/// <summary>Encrypts each key of the ring before it is written to the database.</summary>
internal sealed class MasterKeyXmlEncryptor(MasterKeys keys) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(keys.Encrypt(plaintextElement), typeof(MasterKeyXmlDecryptor));
}
