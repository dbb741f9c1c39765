using Microsoft.EntityFrameworkCore;
using Portal.Core.Components;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;
using Portal.Core.Onboarding;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Onboarding;

/// <summary>Every component of the profile is there and ready.</summary>
internal sealed class SmokeComponentsStep(IDbContextFactory<PortalDbContext> contexts, ProfileStore profiles) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var profile = context.Read<SmokeTest>().Profile;
        if (profile.Length == 0)
        {
            context.Skip("The onboarding policy names no profile.");
            return;
        }

        var wanted = (await profiles.GetAsync(profile, cancellationToken)).Content.Components.Select(component => component.Component).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ready = await db.ComponentReleases.AsNoTracking()
            .Where(release => release.ClusterId == context.ClusterId && wanted.Contains(release.Component) && release.State == ReleaseState.Ready)
            .Select(release => release.Component).ToListAsync(cancellationToken);
        var missing = wanted.Except(ready).ToList();
        if (missing.Count > 0)
        {
            // What has just been installed may still be settling: the step is tried again within its time.
            throw ProblemException.Unavailable(
                $"{missing.Count} of {wanted.Count} components of cluster {context.ClusterName} are not ready",
                $"These are missing or not ready: {string.Join(", ", missing)}.",
                "Look at them on the cluster's page, then try the smoke test again.");
        }

        await context.ReportAsync($"{wanted.Count} components ready", cancellationToken);
    }
}
