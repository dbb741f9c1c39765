using Microsoft.Extensions.Configuration;
using Portal.Core.Operations;

namespace Portal.IntegrationTests.Components.Faults;

/// <summary>The chart cannot be had: the repository is away, answers nonsense, lacks it, or what it serves is no chart.</summary>
public sealed class ChartFaultTests(FaultEstate estate) : IClassFixture<FaultEstate>
{
    private const string Mirror = "Components:ChartMirror";

    [Fact]
    public async Task Repository_ThatIsAway_IsNamed_AndARetryHelps() =>
        await FailAsync("http://127.0.0.1:9/", "127.0.0.1:9", Mirror);

    [Fact]
    public async Task Repository_ThatLacksTheChart_IsNamed_AndARetryHelps()
    {
        await using var charts = await ServedFolder.StartAsync(("index.yaml", "apiVersion: v1\nentries: {}\n"u8.ToArray()));

        await FailAsync(charts.Address, "volcano", "mirror");
    }

    [Fact]
    public async Task Repository_ThatAnswersNonsense_IsNamed_AndARetryHelps()
    {
        await using var charts = await ServedFolder.StartAsync(("index.yaml", "<html>Sign in</html>"u8.ToArray()));

        await FailAsync(charts.Address, charts.Address.Host, Mirror);
    }

    [Theory]
    [InlineData("not an archive")]
    [InlineData("\u001f\u008b broken")]
    public async Task Chart_ThatIsNone_IsNamed_AndARetryHelps(string content)
    {
        await using var charts = await ServedFolder.StartAsync(
            ("index.yaml", "apiVersion: v1\nentries:\n  volcano:\n    - { apiVersion: v2, name: volcano, version: 1.15.1, urls: [volcano-1.15.1.tgz] }\n"u8.ToArray()),
            ("volcano-1.15.1.tgz", System.Text.Encoding.Latin1.GetBytes(content)));

        await FailAsync(charts.Address, "volcano", "repository");
    }

    private Task FailAsync(Uri mirror, string why, string remedy) => FailAsync(mirror.ToString(), why, remedy);

    private async Task FailAsync(string mirror, string why, string remedy)
    {
        var (_, id) = await estate.JoinAsync();
        var configuration = (IConfigurationRoot)estate.Get<IConfiguration>();
        var before = configuration[Mirror];
        configuration[Mirror] = mirror;
        configuration.Reload();
        Guid operation;
        OperationDetail end;
        try
        {
            operation = await estate.BeginAsync(OperationKinds.InstallComponent, id);
            end = await estate.EndAsync(operation);
        }
        finally
        {
            configuration[Mirror] = before;
            configuration.Reload();
        }

        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.Equal(StepNames.FetchChart, end.Steps.Single(step => step.State == StepState.Failed).Name);
        Assert.Contains(why, $"{end.Summary.ErrorWhat}: {end.ErrorWhy}", StringComparison.Ordinal);
        Assert.Contains(remedy, end.ErrorRemedy, StringComparison.Ordinal);
        await estate.RecoverAsync(OperationKinds.InstallComponent, id, operation);
    }
}
