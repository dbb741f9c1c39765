using System.Security.Cryptography;
using System.Text;
using Portal.Core.Components.Catalog;

namespace Portal.Jobs.Components.Systems.Submariner;

/// <summary>
/// Reads what members need to reach the broker, in the forms that the chart submariner-operator takes: server, token, ca and
/// psk. The account is the chart's own, which may do nothing but exchange Submariner's objects.
/// </summary>
internal sealed class SubmarinerBrokerAccessStep : ISystemStep
{
    private const string Namespace = "submariner-k8s-broker";

    private const string Account = "submariner-k8s-broker-client";

    /// <summary>The chart makes it; the step does where a chart does not.</summary>
    private const string TokenSecret = $"{Account}-token";

    private const string Key = "psk";

    private const int KeySize = 64;

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        var token = await AccountToken.AwaitAsync(here, Namespace, Account, TokenSecret, cancellationToken);
        context.Operation.Hide(token.Token);
        var server = await ApiServerAddress.ReadAsync(context, context.Here, context.Text("brokerServer"), token, cancellationToken);
        var key = await context.Outputs.KeepFirstAsync(
            context.SystemId, Guid.Empty, SystemSteps.SubmarinerBrokerAccess, Key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)), cancellationToken);
        context.Operation.Hide(key);
        await SaveAsync(context, "server", server.WithoutScheme, cancellationToken);
        await SaveAsync(context, "token", token.Token, cancellationToken);
        await SaveAsync(context, "ca", Convert.ToBase64String(Encoding.UTF8.GetBytes(server.CertificateAuthority)), cancellationToken);
        await SaveAsync(context, Key, key, cancellationToken);
        context.Operation.Info($"Members reach the broker at {server.WithoutScheme}");
    }

    public async Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken) =>
        await (await context.OpenAsync(context.Here, cancellationToken)).RemoveAsync("v1", "Secret", Namespace, TokenSecret, cancellationToken);

    private static Task SaveAsync(SystemStepContext context, string name, string text, CancellationToken cancellationToken) =>
        context.SaveOutputAsync(SystemSteps.SubmarinerBrokerAccess, name, text, cancellationToken);
}
