using System.Globalization;
using k8s;
using k8s.Models;
using Portal.Core.Clusters;

namespace Portal.Core.Kubernetes;

/// <summary>The checks version and clock, which one answer of /version serves.</summary>
internal static class PreflightServer
{
    private static readonly TimeSpan WarnSkew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FailSkew = TimeSpan.FromMinutes(5);

    public static async Task<(VersionInfo Version, DateTimeOffset? Date)> ReadAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        using var answer = await client.Version.GetCodeWithHttpMessagesAsync(cancellationToken: cancellationToken);
        return (answer.Body, answer.Response.Headers.Date);
    }

    public static PreflightCheck CheckVersion(string? gitVersion) => KubernetesVersion.Parse(gitVersion) switch
    {
        null => PreflightChecks.Failed("version", "The server does not say which version of Kubernetes it is.", "Check that the address is that of a Kubernetes API server."),
        { IsTooOld: true } version => PreflightChecks.Failed("version", $"The cluster runs Kubernetes {version}; the portal supports {KubernetesVersion.Oldest} to {KubernetesVersion.Newest}.", $"Upgrade the cluster to {KubernetesVersion.Oldest} or newer."),
        { IsNewerThanKnown: true } version => PreflightChecks.Warning("version", $"The cluster runs Kubernetes {version}; the portal was tested up to {KubernetesVersion.Newest}.", "It will most likely work; look for a newer portal if something does not."),
        { } version => PreflightChecks.Passed("version", $"The cluster runs Kubernetes {version}, which is supported."),
    };

    public static PreflightCheck CheckClock(DateTimeOffset? date, DateTimeOffset now)
    {
        if (date is null)
        {
            return PreflightChecks.Warning("clock", "The server does not say what time it is.", "Make sure that the cluster's clocks are synchronised (NTP).");
        }

        var skew = (date.Value - now).Duration();
        var words = string.Create(CultureInfo.InvariantCulture, $"The cluster's clock is {skew.TotalSeconds:0} s {(date > now ? "ahead of" : "behind")} the portal's");
        const string Remedy = "Synchronise the clocks of the control plane and of the portal (NTP): tokens and certificates carry times.";
        return skew > FailSkew ? PreflightChecks.Failed("clock", $"{words}; more than 5 minutes break tokens.", Remedy)
            : skew > WarnSkew ? PreflightChecks.Warning("clock", $"{words}.", Remedy)
            : PreflightChecks.Passed("clock", "The cluster's clock agrees with the portal's.");
    }
}
