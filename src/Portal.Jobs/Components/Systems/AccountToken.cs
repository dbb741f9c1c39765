using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>A ServiceAccount's token without an end, as Kubernetes fills it into a Secret, and the authority beside it.</summary>
internal sealed record AccountToken(string Token, string CertificateAuthority)
{
    private const string SecretType = "kubernetes.io/service-account-token";
    private const string AccountAnnotation = "kubernetes.io/service-account.name";

    /// <summary>
    /// The token in the Secret <paramref name="secret"/>, which is made where it is missing. An account or a token that is not
    /// there yet is Unavailable.
    /// </summary>
    public static async Task<AccountToken> AwaitAsync(
        SystemCluster cluster, string @namespace, string account, string secret, CancellationToken cancellationToken)
    {
        if (await cluster.FindAsync("v1", "ServiceAccount", @namespace, account, cancellationToken) is null)
        {
            throw ProblemException.Unavailable($"{cluster.Name} has no ServiceAccount {@namespace}/{account} yet",
                "The chart that brings it is not installed.", "Look whether its installation has ended, and retry.");
        }

        var there = await cluster.FindAsync("v1", "Secret", @namespace, secret, cancellationToken);
        if (there is null)
        {
            await cluster.KeepOwnAsync(Content(@namespace, account, secret), "", cancellationToken);
            there = await cluster.FindAsync("v1", "Secret", @namespace, secret, cancellationToken);
        }
        else if ((string?)there["type"] != SecretType || (string?)there["metadata"]?["annotations"]?[AccountAnnotation] != account)
        {
            throw ProblemException.Conflict($"The token of {@namespace}/{account} of {cluster.Name} cannot be read",
                $"The Secret {@namespace}/{secret} holds something else.", "Rename or delete that Secret, and retry.");
        }

        return Read(there, "token") is { } token && Read(there, "ca.crt") is { } authority
            ? new AccountToken(token, authority)
            : throw ProblemException.Unavailable($"{cluster.Name} has not made the token of {@namespace}/{account} yet",
                $"The Secret {@namespace}/{secret} is still empty.", "Look at the controller manager of the cluster if this lasts, and retry.");
    }

    /// <summary>Never the token: records print themselves.</summary>
    public override string ToString() => nameof(AccountToken);

    private static JsonObject Content(string @namespace, string account, string secret) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = secret,
            ["namespace"] = @namespace,
            ["annotations"] = new JsonObject { [AccountAnnotation] = account },
        },
        ["type"] = SecretType,
    };

    private static string? Read(JsonObject? secret, string key) =>
        (string?)secret?["data"]?[key] is { Length: > 0 } data ? Encoding.UTF8.GetString(Convert.FromBase64String(data)) : null;
}
