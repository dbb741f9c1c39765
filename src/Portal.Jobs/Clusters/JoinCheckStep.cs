using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Clusters;

/// <summary>Runs the pre-flight checks again, in the worker: what the person saw may have been another network.</summary>
internal sealed class JoinCheckStep(
    IDbContextFactory<PortalDbContext> contexts, ICredentialHandover handover, Preflight preflight, MemberTokens tokens, TimeProvider clock)
    : IOperationStep
{
    private static readonly TimeSpan BeforeSecondLook = TimeSpan.FromSeconds(2);

    // The name is taken by this very join.
    private const string NameCheck = "name";

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (await tokens.ExistsAsync(context.ClusterId, cancellationToken))
        {
            context.Skip("The account exists already.");
            return;
        }

        var kubeconfig = await JoinCredential.TakeAsync(handover, context, cancellationToken);
        var description = await DescribeAsync(context, cancellationToken);
        var checks = await CheckAsync(kubeconfig, description, cancellationToken);
        if (checks.Exists(check => check.Outcome == CheckOutcome.Failed))
        {
            // A connection that was cut fails a check as well as a missing right does: what fails twice has failed.
            await Task.Delay(BeforeSecondLook, clock, cancellationToken);
            checks = await CheckAsync(kubeconfig, description, cancellationToken);
        }

        foreach (var check in checks)
        {
            var level = check.Outcome switch
            {
                CheckOutcome.Failed => LineLevel.Error,
                CheckOutcome.Warning => LineLevel.Warning,
                _ => LineLevel.Info,
            };
            context.Log(level, $"{check.Name}: {check.Outcome}. {check.Detail} {check.Remedy}".TrimEnd());
        }

        var failed = checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Failed);
        if (failed is null)
        {
            await context.ReportAsync($"{checks.Count(check => check.Outcome == CheckOutcome.Passed)} of {checks.Count} checks passed", cancellationToken);
            return;
        }

        var what = $"Cluster {context.ClusterName} failed the check '{failed.Name}'";
        throw failed.Name == "reachable"
            ? ProblemException.Unavailable(what, failed.Detail, failed.Remedy)
            : ProblemException.Refused(what, failed.Detail, failed.Remedy);
    }

    private async Task<List<PreflightCheck>> CheckAsync(
        ScreenedKubeconfig kubeconfig, ClusterDescription description, CancellationToken cancellationToken)
    {
        var report = await preflight.CheckAsync(kubeconfig, description, cancellationToken);
        return [.. report.Checks.Where(check => check.Name != NameCheck)];
    }

    private async Task<ClusterDescription> DescribeAsync(StepContext context, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Clusters.AsNoTracking().Where(cluster => cluster.Id == context.ClusterId)
            .Select(cluster => new ClusterDescription(
                cluster.Name, cluster.FleetId, cluster.Kind, cluster.Provider, cluster.Region, cluster.Zone, cluster.Labels))
            .SingleOrDefaultAsync(cancellationToken) ?? throw ProblemException.NotFound($"Cluster {context.ClusterName} is gone");
    }
}
