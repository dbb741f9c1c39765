using k8s;
using Portal.Core.Clusters;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Secrets;

namespace Portal.Jobs.Clusters;

/// <summary>Creates the portal's account in the member, stores its token, and forgets the uploaded credential.</summary>
internal sealed class JoinAccountStep(
    ICredentialHandover handover, IClusterConnections connections, MemberTokens tokens, TimeProvider clock) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (!await tokens.ExistsAsync(context.ClusterId, cancellationToken))
        {
            var kubeconfig = await JoinCredential.TakeAsync(handover, context, cancellationToken);
            using var client = connections.Connect(kubeconfig);
            try
            {
                await CreateAsync(client, context, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && KubernetesFaults.IsFault(exception))
            {
                throw KubernetesFaults.Describe(exception, context.ClusterName);
            }
        }

        // Only now: a worker that dies before this line finds the credential again.
        await handover.DiscardAsync(context.OperationId, cancellationToken);
        connections.Forget(context.ClusterId);
        await context.ReportAsync($"ServiceAccount {MemberAccount.Name} in namespace {MemberAccount.Name}", cancellationToken);
    }

    private async Task CreateAsync(IKubernetes client, StepContext context, CancellationToken cancellationToken)
    {
        var account = new MemberAccountWriter(client, context.ClusterId, context.ClusterName);
        await account.CheckOwnerAsync(cancellationToken);
        await account.ApplyAsync(context, cancellationToken);
        var token = await tokens.RequestAsync(client, cancellationToken);
        context.Hide(token.Token);

        // Fenced: a worker that lost its lease stops here and stores nothing.
        await context.SaveCheckpointAsync(new AccountMade(token.ExpiresAt), cancellationToken);
        await tokens.StoreAsync(context.ClusterId, token, cancellationToken);
        context.Info($"The account's token ends in {(token.ExpiresAt - clock.GetUtcNow()).TotalHours:0} hours; it is renewed before that.");
    }

    private sealed record AccountMade(DateTimeOffset TokenExpiresAt);
}
