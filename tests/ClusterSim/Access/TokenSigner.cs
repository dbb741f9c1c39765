using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ClusterSim.Json;

namespace ClusterSim.Access;

/// <summary>Signs and reads ServiceAccount tokens (RS256), with one key for the process.</summary>
public sealed class TokenSigner : IDisposable
{
    public const string Issuer = "https://kubernetes.default.svc";

    private readonly RSA _key = RSA.Create(2048);
    private readonly Lock _gate = new();
    private readonly string _keyId;

    public TokenSigner()
    {
        _keyId = Base64Url.EncodeToString(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));
    }

    public string Sign(Map claims)
    {
        var head = Encode(new Map { ["alg"] = "RS256", ["kid"] = _keyId });
        var body = $"{head}.{Encode(claims)}";
        lock (_gate)
        {
            return $"{body}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(body), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        }
    }

    /// <summary>The claims of a token that this process signed, or null.</summary>
    public Map? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            var signature = Base64Url.DecodeFromChars(parts[2]);
            lock (_gate)
            {
                if (!_key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                {
                    return null;
                }
            }

            return JsonText.ParseMap(Base64Url.DecodeFromChars(parts[1]));
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>The public key as a key set.</summary>
    public Map KeySet()
    {
        var p = _key.ExportParameters(includePrivateParameters: false);
        return new Map
        {
            ["keys"] = new Seq
            {
                new Map
                {
                    ["use"] = "sig", ["kty"] = "RSA", ["kid"] = _keyId, ["alg"] = "RS256", ["n"] = Base64Url.EncodeToString(p.Modulus), ["e"] = Base64Url.EncodeToString(p.Exponent),
                },
            },
        };
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(Map map) => Base64Url.EncodeToString(JsonText.ToUtf8(map));
}
