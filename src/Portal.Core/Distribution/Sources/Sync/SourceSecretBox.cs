using System.Text.Json;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>Reads and writes what of a source is encrypted.</summary>
public sealed class SourceSecretBox(SecretProtector protector)
{
    public SourceSecretTexts Open(ApplicationSource source) =>
        JsonSerializer.Deserialize<SourceSecretTexts>(protector.Unprotect(SecretProtector.ApplicationSource, source.ProtectedSecrets))!;

    public byte[] Close(SourceSecretTexts texts) => protector.Protect(SecretProtector.ApplicationSource, JsonSerializer.Serialize(texts));

    /// <summary>What is stored from now on: what was not given again is kept, but a token goes to no other server than the one it was given for.</summary>
    public static SourceSecretTexts Merge(SourceRequest request, SourceDefinition? before, SourceSecretTexts kept, string what)
    {
        var moved = before is not null && !GitAddress.IsSameServer(before.Url, request.Definition.Url);
        if (moved && request.Token is null && kept.Token.Length > 0)
        {
            throw ProblemException.Invalid(what, "The stored token was given for another server.", "Give the token for this server, or an empty one.", "token");
        }

        return new SourceSecretTexts(request.Token ?? kept.Token, request.WebhookSecret ?? kept.Webhook, request.Values ?? kept.Values);
    }
}
