using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Core.Components.Helm;
using Portal.Core.Problems;

namespace Portal.Web.Hosting;

/// <summary>helm is there. Without it the portal serves all but components: degraded, and still ready.</summary>
internal sealed class HelmHealth(HelmTool helm) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await helm.LocateAsync(cancellationToken);
            return HealthCheckResult.Healthy("helm 4 was found.");
        }
        catch (ProblemException exception)
        {
            return HealthCheckResult.Degraded(exception.Problem.Remedy, exception);
        }
    }
}
