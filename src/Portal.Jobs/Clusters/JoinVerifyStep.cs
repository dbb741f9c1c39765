using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Clusters;

/// <summary>Uses the new token, and only it: the version, each right, and that no other entry is this same cluster.</summary>
internal sealed class JoinVerifyStep(IDbContextFactory<PortalDbContext> contexts, IClusterConnections connections, PeopleBinder people) : IOperationStep
{
    private const int MaxVersionLength = 64;

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            connections.Forget(context.ClusterId);
            var client = await connections.ConnectAsync(context.ClusterId, cancellationToken);
            var version = (await client.Version.GetCodeAsync(cancellationToken)).GitVersion;
            context.Info($"Kubernetes {version} answers the account's token.");
            await VerifyRightsAsync(client, context, cancellationToken);
            var system = await client.CoreV1.ReadNamespaceAsync("kube-system", cancellationToken: cancellationToken);
            await SaveAsync(context, version, system.Metadata.Uid, cancellationToken);
            if (await people.BindAsync(client, context.ClusterId, cancellationToken))
            {
                context.Info($"ClusterRoleBindings {string.Join(", ", PeopleBindings.Names)}: applied");
            }

            await context.ReportAsync($"Kubernetes {version}", cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && KubernetesFaults.IsFault(exception))
        {
            throw KubernetesFaults.Describe(exception, context.ClusterName);
        }
    }

    private static async Task VerifyRightsAsync(IKubernetes client, StepContext context, CancellationToken cancellationToken)
    {
        var rights = RightsToVerify.All;
        List<string> denied = [];
        foreach (var right in rights)
        {
            var review = await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
                new V1SelfSubjectAccessReview { Spec = right }, cancellationToken: cancellationToken);
            if (review.Status?.Allowed != true)
            {
                denied.Add(RightsToVerify.Describe(right));
            }
        }

        if (denied.Count > 0)
        {
            // Unavailable, as a cluster's authorizers see a new binding a moment later: the step is tried again.
            throw ProblemException.Unavailable(
                $"The portal's account in {context.ClusterName} lacks {denied.Count} of {rights.Count} rights",
                $"It may not: {string.Join("; ", denied.Take(5))}.",
                $"Look at ClusterRole and ClusterRoleBinding {MemberAccount.Name} in the cluster, and at webhooks that decide on access.");
        }

        context.Info($"{rights.Count} rights verified.");
    }

    private async Task SaveAsync(StepContext context, string version, string uid, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        version = version.Length > MaxVersionLength ? version[..MaxVersionLength] : version;
        try
        {
            await db.Clusters.Where(cluster => cluster.Id == context.ClusterId).ExecuteUpdateAsync(
                row => row.SetProperty(cluster => cluster.KubernetesVersion, version).SetProperty(cluster => cluster.ClusterUid, uid),
                cancellationToken);
        }
        catch (Npgsql.PostgresException exception) when (exception.SqlState == Npgsql.PostgresErrorCodes.UniqueViolation)
        {
            var other = await db.Clusters.AsNoTracking().Where(cluster => cluster.ClusterUid == uid).Select(cluster => cluster.Name)
                .FirstOrDefaultAsync(cancellationToken);
            throw ProblemException.Conflict(
                $"{context.ClusterName} is the cluster that has joined as {other}",
                "Both have the same namespace kube-system.",
                $"Let {context.ClusterName} leave; go on with {other}.");
        }
    }
}
