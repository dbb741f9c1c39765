using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Rollups;

namespace Portal.Core.Tests.Monitoring;

/// <summary>The standard queries, and how they may be kept.</summary>
public sealed class RollupCatalogueTests
{
    [Fact]
    public void Queries_AreReadAsPromql_ForTheWhole_ForParts_AndForADashboard()
    {
        Assert.Equal(RollupCatalogue.All.Count, RollupCatalogue.All.Select(query => query.Name).Distinct().Count());
        foreach (var query in RollupCatalogue.All)
        {
            PromqlParser.Parse(query.OfCluster(false));
            PromqlParser.Parse(new MetricsPlace("member1", "shop").Fill(query.Expression, "pod"));
            if (query.Parts is not null)
            {
                Assert.Contains($"by ({query.Parts})", query.OfCluster(true), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Figures_OfTheDashboard_AreOfTheCatalogue() =>
        Assert.All(Enum.GetValues<FleetFigure>(), figure => Assert.NotNull(RollupCatalogue.Find(figure.ToString())));

    [Fact]
    public void Settings_ThatCannotWork_AreNamed()
    {
        string? Fault(Action<RollupOptions> change)
        {
            var options = new RollupOptions();
            change(options);
            return new RollupOptionsValidator().Validate(null, options).FailureMessage;
        }

        Assert.Null(Fault(_ => { }));
        Assert.Equal("Rollups:Step is 00:07:00; it must divide an hour into whole seconds.", Fault(options => options.Step = TimeSpan.FromMinutes(7)));
        Assert.Equal("Rollups:Backfill is 14.00:00:00; it must lie between 01:00:00 and 13.00:00:00", Fault(options => options.Backfill = TimeSpan.FromDays(14))?.TrimEnd('.'));
    }
}
