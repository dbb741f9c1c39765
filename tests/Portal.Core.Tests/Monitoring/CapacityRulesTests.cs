using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Tests.Monitoring;

/// <summary>When a resource will be used up, by the hours that are known.</summary>
public sealed class CapacityRulesTests
{
    private const int Hours = 14 * 24 + 1;

    private static readonly TimeGrid Grid = TimeGrid.Range(0, (Hours - 1) * 3_600_000L, 3_600_000);

    [Fact]
    public void GrowthThatIsSteady_MeetsWhatThereIs_OnItsDay()
    {
        // 50 two weeks ago, one more each day: 64 now, and 100 in 36 days.
        var forecast = Of(hour => 50 + hour / 24.0, 100);

        Assert.Equal((CapacityTrend.Growing, 36, 64), (forecast.Trend, Math.Round(forecast.DaysLeft!.Value, 6), Math.Round(forecast.Used!.Value, 6)));
        Assert.Equal(1, forecast.PerDay!.Value, 6);
    }

    [Fact]
    public void DaysAndNights_AreNoGrowth()
    {
        var forecast = Of(hour => 50 + 10 * Math.Sin(hour / 24.0 * 2 * Math.PI), 100);

        Assert.Equal(CapacityTrend.Steady, forecast.Trend);
        Assert.Null(forecast.DaysLeft);
    }

    [Fact]
    public void Gaps_AreNotZero()
    {
        var forecast = Of(hour => hour % 3 == 0 || hour is > 100 and < 180 ? null : 50 + hour / 24.0, 100);

        Assert.Equal(36, forecast.DaysLeft!.Value, 6);
    }

    [Fact]
    public void WhatIsTooThin_OrLacksAWhole_IsNotKnown()
    {
        Assert.Equal(CapacityTrend.Unknown, Of(hour => hour > Hours - 60 ? hour : null, 1000).Trend);
        Assert.Equal(CapacityTrend.Unknown, Of(hour => hour % 10 == 0 ? hour : null, 1000).Trend);
        Assert.Equal(CapacityTrend.Unknown, Of(_ => null, 1000).Trend);
        Assert.Equal(CapacityTrend.Unknown, Of(hour => hour, null).Trend);
    }

    [Fact]
    public void WhatIsFull_IsFull_AndWhatShrinks_IsWell()
    {
        Assert.Equal(CapacityTrend.Full, Of(_ => 100, 100).Trend);
        Assert.Equal(CapacityTrend.Steady, Of(hour => 80 - hour / 24.0, 100).Trend);
        Assert.Equal(CapacityTrend.Steady, Of(hour => 10 + hour / 24_000.0, 100).Trend);
    }

    private static CapacityForecast Of(Func<int, double?> used, double? whole) => CapacityRules.Forecast(
        "member1", CapacityResource.Cpu, Grid, [.. Enumerable.Range(0, Hours).Select(hour => used(hour) ?? Series.Gap)],
        whole is { } all ? [.. Enumerable.Range(0, Hours).Select(hour => hour < Hours - 5 ? all : Series.Gap)] : null);
}
