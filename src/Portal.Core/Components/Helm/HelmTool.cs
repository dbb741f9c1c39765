using CliWrap;
using CliWrap.Buffered;
using Microsoft.Extensions.Options;
using Portal.Core.Problems;
using Semver;

namespace Portal.Core.Components.Helm;

/// <summary>Finds helm 4: where the configuration says, else on PATH, else in the folder of fetched tools. Looked up once.</summary>
public sealed class HelmTool(IOptions<ToolsOptions> options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _turn = new(1);
    private string? _path;

    /// <summary>The binary's path. Throws a problem that says where was looked, and what was found there.</summary>
    public async Task<string> LocateAsync(CancellationToken cancellationToken)
    {
        if (_path is { } known)
        {
            return known;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _path ??= await SearchAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<string> SearchAsync(CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        foreach (var candidate in ToolPaths.Find("helm", options.Value.Helm))
        {
            var version = await VersionAsync(candidate, cancellationToken);
            if (version is not null && version.Major >= 4)
            {
                return candidate;
            }

            seen.Add(version is null ? $"{candidate} does not run" : $"{candidate} is version {version}");
        }

        throw ProblemException.Refused(
            "helm 4 was not found",
            seen.Count == 0 ? "There is no helm on PATH or among the portal's tools." : $"{string.Join("; ", seen)}. The portal needs version 4.0 or newer.",
            $"Install helm 4, or set {ToolsOptions.HelmKey} to its path.");
    }

    private async Task<SemVersion?> VersionAsync(string path, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(AnswerLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var answer = await Cli.Wrap(path).WithArguments(["version", "--template", "{{.Version}}"]).ExecuteBufferedAsync(either.Token);
            return SemVersion.TryParse(answer.StandardOutput.Trim(), SemVersionStyles.Any, out var version) ? version : null;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is not OutOfMemoryException)
        {
            return null;
        }
    }
}
