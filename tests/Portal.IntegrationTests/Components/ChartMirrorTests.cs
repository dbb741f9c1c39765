using ClusterSim.Charts;
using Microsoft.Extensions.Configuration;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.Testing;
using Portal.Testing.Kubernetes;

namespace Portal.IntegrationTests.Components;

/// <summary>The mirror is swapped for another: what comes next comes from there, though a chart of the same version is kept.</summary>
public sealed class ChartMirrorTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private const string Key = "Components:ChartMirror";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mirror_SwappedAtRunTimeAndBetweenStarts_ServesTheNextInstall()
    {
        await using var second = await OtherBuildAsync();
        await using var third = await ChartRepository.StartAsync(KubernetesTools.Helm, Repository.PathOf("tests", "charts"), Token);
        var first = await FetchedAsync();

        Set(second.Address.ToString());
        var swapped = await FetchedAsync();
        await estate.RestartAsync(Key, third.Address.ToString());
        var restarted = await FetchedAsync();

        Assert.Equal(second.Address.ToString(), swapped.Repository);
        Assert.NotEqual(first.Digest, swapped.Digest);
        Assert.Equal(third.Address.ToString(), restarted.Repository);
    }

    [Fact]
    public async Task Mirror_SetToNonsenseAtRunTime_FailsTheOperationWithTheKeyAndRecovers()
    {
        var (_, id) = await estate.JoinAsync();
        var before = estate.Get<IConfiguration>()[Key]!;

        // Who reloads is told as well.
        Assert.Throws<AggregateException>(() => Set("ftp://charts.example"));
        var operation = await estate.StartAsync(id, "volcano", "1.14.2");
        var end = await estate.EndAsync(operation);
        Set(before);
        await estate.Get<IOperations>().RetryAsync(operation, Estate.Operator, Token);

        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.Contains(Key, end.ErrorWhy, StringComparison.Ordinal);
        await estate.SucceedAsync(operation);
    }

    private void Set(string mirror)
    {
        var configuration = (IConfigurationRoot)estate.Get<IConfiguration>();
        configuration[Key] = mirror;
        configuration.Reload();
    }

    private async Task<(string Repository, string Digest)> FetchedAsync()
    {
        var (_, id) = await estate.JoinAsync();
        var end = await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2"));
        var result = end.Result!.RootElement;
        return (result.GetProperty("repository").GetString()!, result.GetProperty("digest").GetString()!);
    }

    /// <summary>A repository whose chart of the same version has other bytes.</summary>
    private static async Task<ChartRepository> OtherBuildAsync()
    {
        var folder = Directory.CreateTempSubdirectory("portal-mirror-");
        var source = Repository.PathOf("tests", "charts", "volcano-1.14.2");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.FullName, "volcano", Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await File.AppendAllTextAsync(Path.Combine(folder.FullName, "volcano", "Chart.yaml"), "\nkeywords: [mirrored]\n", Token);
        try
        {
            return await ChartRepository.StartAsync(KubernetesTools.Helm, folder.FullName, Token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
