using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ClusterSim.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Portal.Testing.Kubernetes;

/// <summary>An admission webhook on a free local port that refuses what it is asked about, until it is told to allow it.</summary>
public sealed class RefusingWebhook : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CertificateAuthority _authority;
    private readonly X509Certificate2 _certificate;

    private RefusingWebhook(WebApplication app, CertificateAuthority authority, X509Certificate2 certificate)
    {
        _app = app;
        _authority = authority;
        _certificate = certificate;
    }

    /// <summary>The words of the refusal; null to allow.</summary>
    public string? Refusal { get; set; }

    public static async Task<RefusingWebhook> StartAsync(string refusal, CancellationToken cancellationToken)
    {
        var authority = CertificateAuthority.Create();
        var certificate = authority.Serve();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("https://127.0.0.1:0");
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
        var app = builder.Build();
        var webhook = new RefusingWebhook(app, authority, certificate) { Refusal = refusal };
        app.MapPost("/", webhook.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return webhook;
    }

    /// <summary>The configuration that makes a cluster ask it, as JSON.</summary>
    /// <param name="resources">"deployments", "*".</param>
    public string Configuration(string name, string group, string resources) => $$"""
        {
          "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": { "name": "{{name}}" },
          "webhooks": [{
            "name": "{{name}}.policy.test", "admissionReviewVersions": ["v1"], "sideEffects": "None", "timeoutSeconds": 5,
            "clientConfig": { "url": "{{_app.Urls.Single()}}/", "caBundle": "{{Convert.ToBase64String(Encoding.UTF8.GetBytes(_authority.Pem))}}" },
            "rules": [{ "operations": ["CREATE", "UPDATE"], "apiGroups": ["{{group}}"], "apiVersions": ["*"], "resources": ["{{resources}}"] }]
          }]
        }
        """;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var review = (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!;
        var answer = new JsonObject { ["uid"] = (string?)review["request"]!["uid"], ["allowed"] = Refusal is null };
        if (Refusal is { } words)
        {
            answer["status"] = new JsonObject { ["code"] = 403, ["message"] = words };
        }

        await http.Response.WriteAsJsonAsync(
            new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = answer }, http.RequestAborted);
    }
}
