using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Portal.Core.Components.Catalog;
using Portal.Core.Problems;

namespace Portal.Core.Components.Helm;

/// <summary>
/// Fetches charts, from the catalogue's repository or from the mirror and from nowhere else, and keeps the latest on this
/// machine: 500 installs of a version download it once. A mirror that is set while the portal runs serves the next fetch.
/// </summary>
public sealed class ChartStore(HelmCli helm, IOptionsMonitor<ComponentsOptions> options) : IDisposable
{
    private const int Kept = 20;
    private static readonly TimeSpan FetchLimit = TimeSpan.FromMinutes(4);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();
    private readonly ConcurrentDictionary<string, bool> _mayLookUp = new();
    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("kurator-portal-charts-"));

    /// <summary>The chart's archive. Throws a problem when it cannot be had or is too large.</summary>
    public async Task<FetchedChart> GetAsync(CatalogEntry entry, string version, CancellationToken cancellationToken)
    {
        var settings = Settings();
        var repository = settings.ChartMirror ?? entry.Chart.Repository ?? throw ProblemException.Refused(
            $"Chart {entry.Chart.Name} {version} could not be fetched",
            $"Upstream publishes it in no repository, only as sources at {entry.Chart.Source}.",
            $"Package it into a repository of your own, and set {ComponentsOptions.ChartMirrorKey} to that.");
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{repository}\n{entry.Chart.Name}\n{version}")))[..32];
        var turn = _turns.GetOrAdd(key, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            var file = Path.Combine(_folder.Value.FullName, $"{key}.tgz");
            if (!File.Exists(file))
            {
                await FetchAsync(entry.Chart.Name, version, repository, file, settings.MaxChartBytes, cancellationToken);
                Evict(file);
            }

            await using var stream = File.OpenRead(file);
            var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
            if (!_mayLookUp.TryGetValue(digest, out var mayLookUp))
            {
                _mayLookUp[digest] = mayLookUp = await ChartArchive.MayLookUpAsync(file, cancellationToken);
            }

            return new FetchedChart(file, digest, stream.Length, repository, mayLookUp);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated && _folder.Value.Exists)
        {
            _folder.Value.Delete(recursive: true);
        }
    }

    private ComponentsOptions Settings()
    {
        try
        {
            return options.CurrentValue;
        }
        catch (OptionsValidationException invalid)
        {
            // At the start this would have stopped the process; it was changed since.
            throw ProblemException.Refused(
                "The chart cannot be fetched", string.Join(" ", invalid.Failures), "Correct the portal's settings and retry.", invalid);
        }
    }

    private async Task FetchAsync(string chart, string version, string repository, string file, long maxBytes, CancellationToken cancellationToken)
    {
        using var workspace = HelmWorkspace.OnDisk();
        var fetched = await helm.PullAsync(chart, version, repository, workspace, FetchLimit, cancellationToken);
        var bytes = new FileInfo(fetched).Length;
        if (bytes > maxBytes)
        {
            throw ProblemException.Refused($"Chart {chart} {version} is too large",
                $"It has {bytes} bytes; at most {maxBytes} are taken.",
                $"Check that {repository} serves the right chart, or raise {ComponentsOptions.Section}:{nameof(ComponentsOptions.MaxChartBytes)}.");
        }

        // What is kept serves every later install: a broken download must not.
        await helm.VerifyAsync(fetched, chart, version, repository, cancellationToken);
        File.Move(fetched, file, overwrite: true);
    }

    // A step that lost its file to this fetches it again.
    private void Evict(string keep)
    {
        foreach (var old in _folder.Value.GetFiles("*.tgz").Where(file => file.FullName != keep).OrderByDescending(file => file.CreationTimeUtc).Skip(Kept - 1))
        {
            old.Delete();
        }
    }
}
