using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>Joins a member in push mode: an account there, and in Karmada its token and what Karmada is told of the member.</summary>
internal sealed class KarmadaPush(IOptions<ComponentsOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan TokenPatience = TimeSpan.FromSeconds(30);

    /// <param name="registered">The Cluster as it is in Karmada, or null.</param>
    public async Task RunAsync(SystemStepContext context, KarmadaApi karmada, KarmadaMember member, JsonObject? registered, CancellationToken cancellationToken)
    {
        var name = context.Here.ClusterName;
        var (token, impersonator) = await MakeAccountsAsync(context, name, cancellationToken);

        await karmada.ApplyAsync(KarmadaManifests.Namespace(KarmadaNames.ClusterNamespace), cancellationToken);
        await SaveAsync(registered);
        if (registered is null)
        {
            registered = await karmada.CreateClusterAsync(KarmadaManifests.Cluster(name, member), cancellationToken);
            await SaveAsync(registered);
            context.Operation.Info($"Cluster {name}: registered in Karmada");
        }
        else if (Ownership.IsOurs(registered))
        {
            await karmada.PatchClusterAsync(name, new JsonObject { ["spec"] = KarmadaManifests.Cluster(name, member)["spec"]!.DeepClone() }, cancellationToken);
        }
        else
        {
            context.Operation.Info($"Cluster {name} was registered by somebody else; what Karmada was told of it stays as it is.");
        }

        async Task SaveAsync(JsonObject? owner)
        {
            await karmada.ApplyAsync(KarmadaManifests.Credential(name, Keys(token, ("caBundle", "ca.crt"), ("token", "token")), owner), cancellationToken);
            await karmada.ApplyAsync(KarmadaManifests.Credential(KarmadaNames.ImpersonatorSecret(name), Keys(impersonator, ("token", "token")), owner), cancellationToken);
        }
    }

    private async Task<(JsonObject Token, JsonObject Impersonator)> MakeAccountsAsync(SystemStepContext context, string name, CancellationToken cancellationToken)
    {
        var writer = await context.WriteAsync(context.Here, cancellationToken);
        var objects = await context.ReadAsync(context.Here, cancellationToken);
        var (account, role) = (KarmadaNames.Account(name), KarmadaNames.Role(name));
        await ApplyAsync(KarmadaManifests.Namespace(KarmadaNames.ClusterNamespace));
        await ApplyAsync(KarmadaManifests.Account(KarmadaNames.Impersonator));
        await ApplyAsync(KarmadaManifests.TokenSecret(KarmadaNames.Impersonator));
        await ApplyAsync(KarmadaManifests.Account(account));
        await ApplyAsync(KarmadaManifests.ClusterRole(role, KarmadaRights.Of(context.Settings)));
        await ApplyAsync(KarmadaManifests.ClusterRoleBinding(role, account));
        await ApplyAsync(KarmadaManifests.TokenSecret(account));
        return (await AwaitTokenAsync(context, objects, account, cancellationToken), await AwaitTokenAsync(context, objects, KarmadaNames.Impersonator, cancellationToken));

        async Task ApplyAsync(JsonObject item)
        {
            var applied = await writer.ApplyAsync(item, cancellationToken);
            if (applied["metadata"]?["deletionTimestamp"] is not null)
            {
                throw ProblemException.Unavailable(
                    $"Namespace {KarmadaNames.ClusterNamespace} in {name} is being deleted", "An earlier unjoin has not ended there.",
                    "Wait until it is gone; if it does not go, look at its conditions and finalizers.");
            }

            context.Operation.Info($"{(string?)item["kind"]} {(string?)item["metadata"]!["name"]}: applied");
        }
    }

    /// <summary>The data of the account's Secret, once the cluster has put a token into it.</summary>
    private async Task<JsonObject> AwaitTokenAsync(SystemStepContext context, ClusterObjects member, string account, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            var secret = await member.FindAsync("v1", "Secret", account, KarmadaNames.ClusterNamespace, cancellationToken);
            if (secret?["data"] is JsonObject data && (string?)data["token"] is { Length: > 0 })
            {
                return data;
            }

            if (clock.GetElapsedTime(start) > TokenPatience)
            {
                throw ProblemException.Unavailable(
                    $"Cluster {context.Here.ClusterName} makes no token for {account}", $"Its Secret {KarmadaNames.ClusterNamespace}/{account} stays empty.",
                    "Look at the cluster's kube-controller-manager, and retry.");
            }

            await Task.Delay(options.Value.ReadyPollInterval, clock, cancellationToken);
        }
    }

    private static JsonObject Keys(JsonObject data, params (string Key, string From)[] keys) =>
        new(keys.Select(key => KeyValuePair.Create(key.Key, data[key.From]?.DeepClone())));
}
