using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Clusters;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Operations;

namespace Portal.Core.Tests.Monitoring.PortalAlerts;

/// <summary>What is worth a warning, and how bad it is.</summary>
public sealed class AlertConditionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly ClusterFacts Well = new(
        Guid.CreateVersion7(), "member1", Guid.CreateVersion7(), ClusterState.Healthy, Now.AddDays(-1), "", Now.AddHours(8), Now.AddHours(12), "", Now.AddYears(3), Now.AddMinutes(-5), false, "");

    [Fact]
    public void AClusterThatIsWell_IsNoNews() => Assert.Empty(Of(Well).Conditions);

    [Fact]
    public void Unreachable_IsCritical_AndItsMetricsAreNoNews()
    {
        var picture = Of(Well with { State = ClusterState.Unreachable, StateSince = Now.AddMinutes(-7), StateReason = "refused", MetricsSilent = true });

        var condition = Assert.Single(picture.Conditions);
        Assert.Equal((PortalAlertKind.ClusterUnreachable, AlertSeverity.Critical, "refused", Now.AddMinutes(-7), Well.Id), (condition.Kind, condition.Severity, condition.Reason, condition.Since, condition.ClusterId));
        Assert.Contains((PortalAlertKind.MetricsMissing, $"cluster/{Well.Id}"), picture.Unclear);
    }

    [Fact]
    public void Unknown_IsUnclear() => Assert.Contains((PortalAlertKind.ClusterUnreachable, $"cluster/{Well.Id}"), Of(Well with { State = ClusterState.Unknown }).Unclear);

    [Theory]
    [InlineData(-1.9, null)]
    [InlineData(-2.0, "Warning")]
    [InlineData(-4.0, "Critical")]
    public void Token_IsWarnedOfWhenItsRenewalIsOverdue(double renewHours, string? severity)
    {
        var renew = Now.AddHours(renewHours);

        var picture = Of(Well with { TokenRenewAt = renew, TokenExpiresAt = renew.AddHours(4), TokenProblem = "The API server refused it." });

        Assert.Equal(severity, picture.Conditions.SingleOrDefault()?.Severity.ToString());
        Assert.All(picture.Conditions, condition => Assert.EndsWith("The API server refused it.", condition.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, "Info")]
    [InlineData(7, "Warning")]
    [InlineData(1, "Critical")]
    [InlineData(-1, "Critical")]
    public void Authority_IsWarnedOfAMonthAWeekAndADayBefore(int days, string? severity) =>
        Assert.Equal(severity, Of(Well with { AuthorityEnds = Now.AddDays(days) }).Conditions.SingleOrDefault()?.Severity.ToString());

    [Fact]
    public void Authority_OfSeveral_IsTheLastToEnd()
    {
        Assert.Equal(2040, ClusterFactsReader.LastEnd(Pem(2031) + Pem(2040) + Pem(2035))?.Year);
        Assert.Null(ClusterFactsReader.LastEnd(""));
        Assert.Null(ClusterFactsReader.LastEnd("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
    }

    [Fact]
    public void Metrics_ThatNeverWere_AreNotMissed()
    {
        Assert.Empty(Of(Well with { AnsweredTo = null, MetricsSilent = true }).Conditions);
        Assert.Equal(PortalAlertKind.MetricsMissing, Assert.Single(Of(Well with { MetricsSilent = true, MetricsWhy = "refused" }).Conditions).Kind);
    }

    [Fact]
    public void Operation_ThatFailedLast_IsWarnedOf_UntilAnotherSucceeds()
    {
        var failed = Operation(OperationState.Failed, 1);
        var again = Operation(OperationState.Running, 2);
        var done = Operation(OperationState.Succeeded, 3);

        Assert.Equal((failed.Id, "It was not installed: helm said no"), (OfOperations(failed).Conditions[0].OperationId, OfOperations(failed).Conditions[0].Reason));
        Assert.Empty(OfOperations(failed, again).Conditions);
        Assert.Single(OfOperations(failed, again).Unclear);
        Assert.Empty(OfOperations(failed, done).Conditions);
        Assert.Empty(OfOperations(failed, done).Unclear);
        Assert.Single(OfOperations(done, Operation(OperationState.Failed, 4)).Conditions);
    }

    [Fact]
    public void Drift_IsCounted_AndUnclearWhileNothingIsKnown()
    {
        var conditions = new AlertConditions(Now);
        conditions.Add(new ComponentFacts(Guid.CreateVersion7(), "volcano", Well.Id, "member1", Well.FleetId, 3, Now));
        conditions.Add(new ComponentFacts(Guid.CreateVersion7(), "istio", Well.Id, "member1", Well.FleetId, 0, Now));
        conditions.Add(new ComponentFacts(Guid.CreateVersion7(), "kyverno", Well.Id, "member1", Well.FleetId, null, Now));
        conditions.Add(new ApplicationFacts(Guid.CreateVersion7(), "shop", Well.FleetId, false, 4, 2, null, Now));
        conditions.Add(new ApplicationFacts(Guid.CreateVersion7(), "bank", Well.FleetId, true, 4, 2, null, Now));

        Assert.Equal(
            ["volcano@member1: 3 of its objects are not as its release has them.", "shop: 4 of its objects on 2 clusters are missing or not as it says."],
            conditions.Picture.Conditions.Select(condition => $"{condition.SubjectName}: {condition.Reason}"));
        Assert.Equal(2, conditions.Picture.Unclear.Count);
    }

    private static AlertPicture Of(ClusterFacts cluster)
    {
        var conditions = new AlertConditions(Now);
        conditions.Add(cluster);
        return conditions.Picture;
    }

    private static AlertPicture OfOperations(params OperationFacts[] operations)
    {
        var conditions = new AlertConditions(Now);
        conditions.Add(operations);
        return conditions.Picture;
    }

    /// <param name="second">When it was asked for.</param>
    private static OperationFacts Operation(OperationState state, int second) => new(
        Guid.CreateVersion7(Now.AddSeconds(second)), OperationKinds.InstallComponent, "cluster/1", "member1", "volcano", null, null, null, state, Now, "It was not installed", "helm said no");

    private static string Pem(int year)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero));
        return certificate.ExportCertificatePem() + "\n";
    }
}
