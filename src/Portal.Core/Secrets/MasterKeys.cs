using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Options;

namespace Portal.Core.Secrets;

/// <summary>The master key that encrypts, and the one before it that may still decrypt.</summary>
public sealed class MasterKeys
{
    private static readonly XName Element = "masterKeyEncrypted";

    private readonly MasterKey _current;
    private readonly MasterKey[] _all;

    public MasterKeys(IOptions<SecretsOptions> options)
    {
        var values = options.Value;
        _current = Parse(values.MasterKeyFile.Length > 0 ? File.ReadAllText(values.MasterKeyFile) : values.MasterKey);
        _all = values.PreviousMasterKeyFile.Length > 0 ? [_current, Parse(File.ReadAllText(values.PreviousMasterKeyFile))] : [_current];
    }

    /// <summary>The id of the key that encrypts; says nothing of the key.</summary>
    public string CurrentId => _current.Id;

    /// <summary>The id of the master key that an encrypted element asks for.</summary>
    public static string IdOf(XElement encrypted) => (string?)encrypted.Element("masterKey") ?? "";

    public bool Holds(string id) => Array.Exists(_all, key => key.Id == id);

    public bool IsCurrent(XElement encrypted) => IdOf(encrypted) == _current.Id;

    /// <summary>The element that stands for <paramref name="plain"/> in the database.</summary>
    public XElement Encrypt(XElement plain)
    {
        var bytes = Encoding.UTF8.GetBytes(plain.ToString(SaveOptions.DisableFormatting));
        var cipher = _current.Encrypt(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return new XElement(
            Element,
            new XComment(" AES-256-GCM under the portal's master key, which is not in this database. "),
            new XElement("masterKey", _current.Id),
            new XElement("value", Convert.ToBase64String(cipher)));
    }

    /// <summary>Throws <see cref="CryptographicException"/> when neither key opens it, or it was changed.</summary>
    public XElement Decrypt(XElement encrypted)
    {
        var id = IdOf(encrypted);
        var key = Array.Find(_all, candidate => candidate.Id == id) ?? throw new CryptographicException(
            $"The key ring is encrypted under the master key {id}, and {SecretsOptions.Section}:{nameof(SecretsOptions.MasterKeyFile)} holds {_current.Id}. " +
            $"Put the right key back, or name it in {SecretsOptions.Section}:{nameof(SecretsOptions.PreviousMasterKeyFile)} and rotate the keys.");
        var plain = key.Decrypt(Convert.FromBase64String((string?)encrypted.Element("value") ?? ""));
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    private static MasterKey Parse(string text) =>
        MasterKey.TryParse(text, out var key) ? key : throw new CryptographicException("The master key is malformed.");
}
