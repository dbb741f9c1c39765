using System.Net;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Drift;
using Portal.Core.Operations;
using Portal.IntegrationTests.Api;

namespace Portal.IntegrationTests.Monitoring.PortalAlerts;

/// <summary>What the rows of the portal say is warned of, and no longer when they say so no longer.</summary>
public sealed class PortalAlertTests(AlertingEstate estate) : IClassFixture<AlertingEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unreachable_IsRaisedAfterItsGrace_Acknowledged_AndEnded()
    {
        var cluster = await estate.JoinAsync("away");
        await estate.SetStateAsync(cluster, ClusterState.Unreachable, "It did not answer in time.");
        await estate.SweepAsync();
        Assert.Empty(await ReadAsync("away"));

        await estate.SettleAsync();
        var alert = Assert.Single(await estate.AlertsAsync("away"));
        Assert.Equal(("ClusterUnreachable", "Critical", "It did not answer in time."), (alert.Text("kind"), alert.Text("severity"), alert.Text("reason")));
        var address = $"/api/v1/portal-alerts/{alert.Text("id")}/acknowledge";
        using var refused = await estate.Portal.Viewer.PostAsync(address, null, Token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var script = await estate.Portal.Host.ScriptAsync(PortalRole.Operator, "oscar");
        using var known = await script.PostAsync(address, null, Token);
        Assert.Equal(HttpStatusCode.NoContent, known.StatusCode);
        Assert.Equal("oscar", Assert.Single(await estate.AlertsAsync("away")).Text("acknowledgedBy"));

        await estate.SetStateAsync(cluster, ClusterState.Unknown);
        await estate.SettleAsync();
        Assert.Equal(["ClusterUnreachable"], await ReadAsync("away"));
        await estate.SetStateAsync(cluster, ClusterState.Healthy);
        await estate.SettleAsync();
        Assert.Empty(await ReadAsync("away"));
        Assert.Single(await estate.AlertsAsync("away", ended: true));
        using var late = await script.PostAsync(address, null, Token);
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
    }

    [Fact]
    public async Task FailedOperation_IsWarnedOf_UntilOneSucceeds_AndNotForARollout()
    {
        var cluster = await estate.JoinAsync("failing");
        var failed = await estate.OperateAsync(cluster, "failing", OperationState.Failed);
        await estate.SweepAsync();
        var alert = Assert.Single(await estate.AlertsAsync("failing"));
        Assert.Equal((failed.ToString(), "Volcano was not installed: helm said no."), (alert.Text("operationId"), alert.Text("reason")));

        await estate.OperateAsync(cluster, "failing", OperationState.Succeeded);
        await estate.SettleAsync();
        Assert.Empty(await ReadAsync("failing"));

        var child = await estate.OperateAsync(cluster, "failing", OperationState.Failed);
        var rollout = await estate.OperateAsync(cluster, "rollout", OperationState.Succeeded);
        await estate.SqlAsync(
            """
            INSERT INTO rollout_changes (rollout_id, ordinal, cluster_id, cluster_name, subject, kind, stage, wave, needs, state, operation_id, reason)
            VALUES (@rollout, 0, @cluster, 'failing', 'volcano', 'component.install', 'Canary', 0, '{}', 'Failed', @child, '')
            """,
            ("rollout", rollout), ("cluster", cluster), ("child", child));
        await estate.SettleAsync();
        Assert.Empty(await ReadAsync("failing"));
    }

    [Fact]
    public async Task CredentialDriftAndMetrics_AreWarnedOf_AndEnd()
    {
        var cluster = await estate.JoinAsync("worn");
        var now = estate.Now;
        await using (var db = await estate.OpenAsync())
        {
            db.Add(new ClusterCredential { ClusterId = cluster, ProtectedToken = [1], IssuedAt = now.AddHours(-12), RenewAt = now.AddHours(-4), ExpiresAt = now.AddHours(1), RenewalProblem = "It was refused." });
            var release = new ComponentRelease
            {
                ClusterId = cluster,
                Component = "volcano",
                ReleaseName = "volcano",
                Namespace = "volcano-system",
                Version = "1",
                Revision = 1,
                State = ReleaseState.Ready,
                InstalledAt = now,
            };
            db.Add(release);
            db.Add(new ReleaseDrift { ReleaseId = release.Id, Revision = 1, CheckedAt = now, TriedAt = now, Objects = 4, Found = [new DriftedObject("v1", "ConfigMap", "volcano-system", "settings", true, [])] });
            await db.SaveChangesAsync(Token);
        }

        await estate.SqlAsync(
            "INSERT INTO rollup_progress (cluster_id, query, collected_to, tried_at, fault, why) VALUES (@cluster, 'Pods', @to, @now, 'Unreachable', 'nothing listens there')",
            ("cluster", cluster), ("to", now.AddMinutes(-11)), ("now", now));
        await estate.SweepAsync();
        Assert.Equal(["ComponentDrift", "MetricsMissing", "TokenExpiring"], await ReadAsync("worn"));

        await estate.SqlAsync("UPDATE cluster_credentials SET renew_at = @later, expires_at = @later WHERE cluster_id = @cluster", ("cluster", cluster), ("later", now.AddDays(1)));
        await estate.SqlAsync("UPDATE release_drifts SET found = '[]' FROM component_releases r WHERE r.id = release_id AND r.cluster_id = @cluster", ("cluster", cluster));
        await estate.SqlAsync("UPDATE rollup_progress SET fault = NULL, collected_to = @now WHERE cluster_id = @cluster", ("cluster", cluster), ("now", now));
        await estate.SettleAsync();
        Assert.Empty(await ReadAsync("worn"));
        Assert.Equal(3, (await estate.AlertsAsync("worn", ended: true)).Count);
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string cluster) =>
        [.. (await estate.AlertsAsync(cluster)).Select(alert => alert.Text("kind")).Order(StringComparer.Ordinal)];
}
