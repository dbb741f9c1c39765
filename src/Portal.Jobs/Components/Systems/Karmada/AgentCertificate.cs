using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>
/// An agent's identity in Karmada: a certificate of Karmada's own signer for one cluster's agent. The portal holds an
/// administrator's credential and approves its own request; where karmadactl register uses a bootstrap token, nothing
/// wider than this certificate ever reaches the member.
/// </summary>
internal sealed class AgentCertificate(IOptions<ComponentsOptions> options, TimeProvider clock)
{
    private const string Requests = "apis/certificates.k8s.io/v1/certificatesigningrequests";

    private static readonly TimeSpan Life = TimeSpan.FromDays(365);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Both as PEM.</summary>
    public async Task<(string Certificate, string Key)> IssueAsync(KarmadaApi karmada, string cluster, CancellationToken cancellationToken)
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest(Subject(cluster), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var name = $"{cluster}-{RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5)}";
        await KarmadaApi.AskAsync(() => karmada.Objects.SendAsync(HttpMethod.Post, Requests, Request(name, request.CreateSigningRequestPem()), "application/json", cancellationToken));
        try
        {
            await karmada.PatchAsync($"{Requests}/{name}/approval", Approval(), cancellationToken);
            return (await AwaitAsync(karmada, name, cancellationToken), key.ExportRSAPrivateKeyPem());
        }
        finally
        {
            // It holds no secret, and Karmada forgets it by itself after a while.
            await karmada.DeleteAsync("certificates.k8s.io/v1", "CertificateSigningRequest", null, name, cancellationToken);
        }
    }

    /// <summary>True when the certificate is this agent's and has a third of its life before it.</summary>
    public bool IsFresh(string certificate, string cluster)
    {
        using var read = X509Certificate2.CreateFromPem(certificate);
        var now = clock.GetUtcNow().UtcDateTime;
        var (begin, end) = (read.NotBefore.ToUniversalTime(), read.NotAfter.ToUniversalTime());
        return read.GetNameInfo(X509NameType.SimpleName, forIssuer: false) == AgentNames.User(cluster) && end - now > (end - begin) / 3;
    }

    private async Task<string> AwaitAsync(KarmadaApi karmada, string name, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            var request = await KarmadaApi.AskAsync(() => karmada.Objects.ReadAsync($"{Requests}/{name}", cancellationToken));
            if ((string?)request?["status"]?["certificate"] is { Length: > 0 } certificate)
            {
                return Encoding.UTF8.GetString(Convert.FromBase64String(certificate));
            }

            var refused = (request?["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>()
                .FirstOrDefault(condition => (string?)condition["type"] is "Denied" or "Failed");
            if (refused is not null)
            {
                throw ProblemException.Refused(
                    "Karmada signs no certificate for the agent", $"It says {(string?)refused["reason"]}: {(string?)refused["message"]}",
                    "Look at Karmada's kube-controller-manager, and retry.");
            }

            if (clock.GetElapsedTime(start) > Patience)
            {
                throw ProblemException.Unavailable(
                    "Karmada signs no certificate for the agent", $"The request was approved, and nothing came within {Patience.TotalSeconds:0} seconds.",
                    "Look at Karmada's kube-controller-manager, and retry.");
            }

            await Task.Delay(options.Value.ReadyPollInterval, clock, cancellationToken);
        }
    }

    private static X500DistinguishedName Subject(string cluster)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(AgentNames.Group);
        name.AddCommonName(AgentNames.User(cluster));
        return name.Build();
    }

    private static JsonObject Request(string name, string pem) => new()
    {
        ["apiVersion"] = "certificates.k8s.io/v1",
        ["kind"] = "CertificateSigningRequest",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["karmada.io/system"] = "true" } },
        ["spec"] = new JsonObject
        {
            ["request"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(pem + "\n")),
            ["signerName"] = "kubernetes.io/kube-apiserver-client",
            ["expirationSeconds"] = (int)Life.TotalSeconds,
            ["usages"] = new JsonArray("digital signature", "key encipherment", "client auth"),
        },
    };

    private static JsonObject Approval() => new()
    {
        ["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Approved",
                ["status"] = "True",
                ["reason"] = "PortalApproved",
                ["message"] = "The portal joins this cluster.",
            }),
        },
    };
}
