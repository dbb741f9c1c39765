using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Core.Secrets;

/// <summary>The ring names this type in each encrypted key and makes it with the service provider: name and constructor stay.</summary>
public sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    private readonly MasterKeys _keys = services.GetRequiredService<MasterKeys>();

    public XElement Decrypt(XElement encryptedElement) => _keys.Decrypt(encryptedElement);
}
