using System.Globalization;
using System.Net;
using Portal.Core.Access;
using Portal.Core.Access.Kubeconfigs;
using Portal.Core.Audit;
using Portal.Core.Clusters.Proxy;

namespace Portal.Web.Clusters.Proxy;

/// <summary>Tells the audit trail of a request: once, and only where it is an act. Reads that are none cost nothing.</summary>
internal sealed class ProxyRecord(IAuditRecords records, KubeconfigGrant grant, ProxiedRequest request)
{
    private bool _told;

    /// <summary>The cluster has answered; nothing of the answer was passed on yet.</summary>
    public Task AnsweredAsync(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        var auditId = answer.Headers.NonValidated.TryGetValues("Audit-Id", out var ids) ? $", audit id {ids}" : "";
        return TellAsync(
            status < 400 ? AuditOutcomes.Done : answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? AuditOutcomes.Refused : AuditOutcomes.Failed,
            string.Create(CultureInfo.InvariantCulture, $"answered {status}{auditId}"));
    }

    /// <summary>There was no answer, or none that was understood: what was asked for may have been done.</summary>
    public Task FailedAsync() => TellAsync(AuditOutcomes.Failed, "not answered");

    private async Task TellAsync(string outcome, string end)
    {
        if (_told || request.Act is not { } act)
        {
            return;
        }

        // Not the caller's patience: who hangs up is recorded too.
        _told = true;
        await records.AddAsync(
            act, AuditKinds.Kubernetes, $"{grant.ClusterName}: {request.Label}", outcome, grant.Actor, CancellationToken.None,
            objectId: grant.ClusterId.ToString(),
            detail: $"{request.Verb} {request.Label} on cluster {grant.ClusterName} as {grant.Identity.User}{(request.IsDryRun ? ", dry run" : "")}: {end}",
            permission: Permission.UseClusters);
    }
}
