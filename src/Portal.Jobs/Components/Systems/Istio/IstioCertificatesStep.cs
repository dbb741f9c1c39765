using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;

namespace Portal.Jobs.Components.Systems.Istio;

/// <summary>
/// Gives each cluster of a mesh an authority under one root, before istiod makes a root of its own. The root's key stays
/// with the portal.
/// </summary>
internal sealed class IstioCertificatesStep(TimeProvider clock) : ISystemStep
{
    private const string SecretName = "cacerts";

    private const string RootOutput = "root";

    private static readonly TimeSpan RootWarning = TimeSpan.FromDays(730);

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        await IstioHome.EnsureAsync(context, cancellationToken);
        var root = await RootAsync(context, cancellationToken);
        context.Operation.Hide(root);
        var here = await context.OpenAsync(context.Here, cancellationToken);
        var secret = await here.FindAsync("v1", "Secret", IstioHome.Namespace, SecretName, cancellationToken);
        var held = secret is not null && SystemMark.IsOn(secret, context.SystemId) ? Read(secret) : null;
        var now = clock.GetUtcNow();
        if (held is not null && MeshAuthority.IsSound(held, root, now))
        {
            context.Operation.Info($"{context.Here.ClusterName} has its certificate of the mesh");
        }
        else
        {
            held = MeshAuthority.CreateIntermediate(root, context.Here.ClusterName, now);
            context.Operation.Info($"{context.Here.ClusterName} gets a new certificate of the mesh");
        }

        context.Operation.Hide(held.Key);
        await here.KeepOwnAsync(Write(held), "Remove it where nothing is signed by it any more, or take this cluster out of the system: the mesh needs one root.", cancellationToken);
        if (MeshAuthority.EndOf(root) is var end && end - now < RootWarning)
        {
            context.Operation.Warn($"The root of the mesh ends on {end:yyyy-MM-dd}: install the mesh anew before");
        }
    }

    public async Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        await here.RemoveAsync("v1", "Secret", IstioHome.Namespace, SecretName, cancellationToken);
        await IstioHome.LeaveAsync(context, labelled: false, cancellationToken);
    }

    /// <summary>One for the whole mesh: of two clusters that make it at once, the first's is kept.</summary>
    private async Task<string> RootAsync(SystemStepContext context, CancellationToken cancellationToken) =>
        await context.Outputs.FindAsync(context.SystemId, Guid.Empty, SystemSteps.IstioCertificates, RootOutput, cancellationToken)
        ?? await context.Outputs.KeepFirstAsync(
            context.SystemId, Guid.Empty, SystemSteps.IstioCertificates, RootOutput, MeshAuthority.CreateRoot(clock.GetUtcNow()), cancellationToken);

    private static ClusterAuthority Read(JsonObject secret)
    {
        string At(string key) => (string?)secret["data"]?[key] is { } data ? Encoding.UTF8.GetString(Convert.FromBase64String(data)) : "";
        return new ClusterAuthority(At("ca-cert.pem"), At("ca-key.pem"), At("root-cert.pem"), At("cert-chain.pem"));
    }

    private static JsonObject Write(ClusterAuthority authority)
    {
        static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = SecretName, ["namespace"] = IstioHome.Namespace },
            ["type"] = "Opaque",
            ["data"] = new JsonObject
            {
                ["ca-cert.pem"] = Encode(authority.Certificate),
                ["ca-key.pem"] = Encode(authority.Key),
                ["root-cert.pem"] = Encode(authority.Root),
                ["cert-chain.pem"] = Encode(authority.Chain),
            },
        };
    }
}
