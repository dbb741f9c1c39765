using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Portal.Core.Components.Helm;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Jobs.Distribution.Sources.Git;
using YamlDotNet.Core;

namespace Portal.Jobs.Distribution.Sources.Charts;

/// <summary>Fetches a version of a chart from a repository over HTTP, by the portal's guarded client: helm itself reaches no network for it.</summary>
internal sealed class ChartClient(SourceHttp http, IOptions<SourcesOptions> options)
{
    /// <summary>Null when the repository has the same archive as before. The caller disposes of what was fetched.</summary>
    /// <param name="mark">The digest of the archive before; empty to fetch in any case.</param>
    public Task<ChartDownload?> FetchAsync(SourceDefinition source, string token, string mark, CancellationToken cancellationToken) =>
        // The client's calls block: on a thread of its own.
        Task.Factory.StartNew(() => Fetch(source, token, mark, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private ChartDownload? Fetch(SourceDefinition source, string token, string mark, CancellationToken cancellationToken)
    {
        var index = new Uri(source.Url.TrimEnd('/') + "/index.yaml");
        var credential = new SourceCredential(index, source.User, token);
        var workspace = HelmWorkspace.OnDisk();
        try
        {
            var listed = Path.Combine(workspace.Folder, "index.yaml");
            var from = Download(index, listed, credential, cancellationToken);
            var entry = Find(listed, source) ?? throw SourceFaults.Refuse(source.Url, $"The repository has no chart {source.Chart} {source.Version}.", "Check the chart's name and version.");
            if (entry.Digest.Length > 0 && entry.Digest == mark)
            {
                workspace.Dispose();
                return null;
            }

            if (!Uri.TryCreate(from, entry.Url, out var archive) || archive.Scheme is not ("http" or "https") || archive.UserInfo.Length > 0)
            {
                throw SourceFaults.Refuse(source.Url, "Its index names an archive that is not served over HTTP.", "Correct the repository's index.");
            }

            var file = Path.Combine(workspace.Folder, "chart.tgz");
            Download(archive, file, credential, cancellationToken);
            using var content = File.OpenRead(file);
            var digest = Convert.ToHexStringLower(SHA256.HashData(content));
            if (entry.Digest.Length > 0 && entry.Digest != digest)
            {
                throw SourceFaults.Refuse(source.Url, "The archive is not the one that the repository's index names (its digest is another).", "Publish the chart anew, or correct the index.");
            }

            return new ChartDownload(workspace, file, digest);
        }
        catch (Exception error)
        {
            workspace.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw SourceFaults.Describe(source.Url, error) ?? error;
        }
    }

    private static ChartEntry? Find(string file, SourceDefinition source)
    {
        try
        {
            using var text = File.OpenText(file);
            return ChartEntry.Find(text, source.Chart, source.Version);
        }
        catch (YamlException error)
        {
            throw SourceFaults.Refuse(source.Url, "What answers there is no index of a chart repository.", "Give the address that helm repo add takes.", error);
        }
    }

    /// <summary>Returns the address that gave it.</summary>
    private Uri Download(Uri address, string file, SourceCredential credential, CancellationToken cancellationToken)
    {
        var (answer, from) = http.Send(address, _ => { }, credential, cancellationToken);
        using (answer)
        using (cancellationToken.Register(answer.Dispose))
        using (var body = answer.Content.ReadAsStream(cancellationToken))
        using (var target = new FileStream(file, FileMode.Create, FileAccess.Write))
        {
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = body.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                target.Write(buffer, 0, read);
                if (target.Length > options.Value.MaxDownloadBytes)
                {
                    throw SourceFaults.TooLarge(SourceHttp.Name(address), $"More than {options.Value.MaxDownloadBytes} bytes would have to be downloaded.");
                }
            }
        }

        return from;
    }
}

/// <summary>A chart's archive in a folder of its own.</summary>
/// <param name="Digest">SHA-256 in hex.</param>
internal sealed record ChartDownload(HelmWorkspace Workspace, string File, string Digest) : IDisposable
{
    public void Dispose() => Workspace.Dispose();
}
