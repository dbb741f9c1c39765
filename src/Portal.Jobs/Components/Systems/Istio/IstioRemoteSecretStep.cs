using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Components.Systems;

namespace Portal.Jobs.Components.Systems.Istio;

/// <summary>
/// Lets the primaries read a remote's services and endpoints, with the account that Istio's chart makes for it there: what
/// istioctl create-remote-secret makes, on both sides.
/// </summary>
internal sealed class IstioRemoteSecretStep : ISystemStep
{
    /// <summary>Of the chart base; the chart istiod gives it what Istio needs, and nothing else.</summary>
    private const string Account = "istio-reader-service-account";

    public const string TokenSecret = $"{Account}-istio-remote-secret-token";

    private const string Remedy = "Delete it where it is left from istioctl or from another mesh, and retry.";

    public static string SecretName(SystemMember remote) => $"istio-remote-secret-{remote.ClusterName}";

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var remote = await context.OpenAsync(context.Here, cancellationToken);
        var token = await AccountToken.AwaitAsync(remote, IstioHome.Namespace, Account, TokenSecret, cancellationToken);
        context.Operation.Hide(token.Token);
        var server = await ApiServerAddress.ReadAsync(context, context.Here, context.TextFor("servers", context.Here.ClusterName), token, cancellationToken);
        foreach (var primary in context.In(IstioRoles.Primary))
        {
            await (await context.OpenAsync(primary, cancellationToken)).KeepOwnAsync(Content(context.Here, server, token), Remedy, cancellationToken);
            context.Operation.Info($"{primary.ClusterName} may read the endpoints of {context.Here.ClusterName} at {server.WithoutScheme}");
        }
    }

    public Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken) => UndoSides.AllAsync(
    [
        .. context.In(IstioRoles.Primary).Select<SystemMember, Func<Task>>(primary => async () => await (await context.OpenAsync(primary, cancellationToken))
            .RemoveAsync("v1", "Secret", IstioHome.Namespace, SecretName(context.Here), cancellationToken)),
        async () => await (await context.OpenAsync(context.Here, cancellationToken))
            .RemoveAsync("v1", "Secret", IstioHome.Namespace, TokenSecret, cancellationToken),
    ]);

    private static JsonObject Content(SystemMember remote, ApiServerAddress server, AccountToken token) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = SecretName(remote),
            ["namespace"] = IstioHome.Namespace,
            ["labels"] = new JsonObject { ["istio/multiCluster"] = "true" },
            ["annotations"] = new JsonObject { ["networking.istio.io/cluster"] = remote.ClusterName },
        },
        ["type"] = "Opaque",
        ["data"] = new JsonObject
        {
            [remote.ClusterName] = Convert.ToBase64String(Encoding.UTF8.GetBytes(AccountKubeconfig.Write(remote.ClusterName, server, token.Token))),
        },
    };
}
