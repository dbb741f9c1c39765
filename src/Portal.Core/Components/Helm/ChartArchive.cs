using System.Formats.Tar;
using System.IO.Compression;

namespace Portal.Core.Components.Helm;

/// <summary>A packed chart, as far as the portal looks into it.</summary>
internal static class ChartArchive
{
    /// <summary>The most that an archive may unfold to, in bytes; larger ones count as looking into clusters.</summary>
    private const long MostBytes = 256 * 1024 * 1024;

    /// <summary>The largest file that is read as a template, in bytes.</summary>
    private const long MostOfAFile = 8 * 1024 * 1024;

    private const int MostDepth = 8;

    /// <summary>
    /// Whether a template may ask the cluster for its objects (helm's function lookup). True as well for what only speaks of it, and
    /// for what cannot be read.
    /// </summary>
    public static async Task<bool> MayLookUpAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            return await MayLookUpAsync(stream, 0, cancellationToken);
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or EndOfStreamException)
        {
            return true;
        }
    }

    private static async Task<bool> MayLookUpAsync(Stream archive, int depth, CancellationToken cancellationToken)
    {
        var left = MostBytes;
        await using var unpacked = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        await using var reader = new TarReader(unpacked, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            left -= entry.Length;
            if (left < 0 || depth > MostDepth)
            {
                return true;
            }

            // A text for people, a schema, and definitions are no templates.
            if (entry.DataStream is not { } data || entry.Name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                || entry.Name.Contains("/crds/", StringComparison.Ordinal))
            {
                continue;
            }

            var isPacked = entry.Name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);
            if (!isPacked && entry.Length > MostOfAFile)
            {
                return true;
            }

            if (isPacked
                ? await MayLookUpAsync(data, depth + 1, cancellationToken)
                : (await new StreamReader(data).ReadToEndAsync(cancellationToken)).Contains("lookup", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
