using System.Text;

namespace Portal.Core.Distribution.Pods;

/// <summary>The end of a log, bounded however long its lines are.</summary>
internal static class LogTail
{
    /// <summary>How many lines the cluster is asked for.</summary>
    public const int Lines = 500;

    /// <summary>Bytes that are kept, the newest.</summary>
    public const int MostKept = 256 * 1024;

    /// <summary>Bytes that are read at all: what comes after that is left.</summary>
    private const int MostRead = 16 * 1024 * 1024;

    /// <summary>Lines without control characters, the newest last, and whether something before them was left out.</summary>
    public static async Task<(IReadOnlyList<string> Lines, bool Cut)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var kept = new byte[MostKept];
        var chunk = new byte[32 * 1024];
        long total = 0;
        for (int read; total < MostRead && (read = await stream.ReadAsync(chunk, cancellationToken)) > 0; total += read)
        {
            for (var index = 0; index < read; index++)
            {
                kept[(total + index) % MostKept] = chunk[index];
            }
        }

        var cut = total > MostKept;
        var from = cut ? (int)(total % MostKept) : 0;
        var text = cut
            ? Encoding.UTF8.GetString([.. kept.AsSpan(from), .. kept.AsSpan(0, from)])
            : Encoding.UTF8.GetString(kept, 0, (int)total);
        List<string> lines = [.. text.Split('\n')];
        if (cut)
        {
            lines.RemoveAt(0);
        }

        if (lines is [.., ""])
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return (lines.ConvertAll(Plain), cut || lines.Count >= Lines);
    }

    /// <summary>Colours and what else steers a terminal is left out.</summary>
    private static string Plain(string line)
    {
        var plain = new StringBuilder(line.Length);
        for (var index = 0; index < line.Length; index++)
        {
            if (line[index] == '\u001b' && index + 1 < line.Length && line[index + 1] == '[')
            {
                for (index += 2; index < line.Length && line[index] is < '@' or > '~'; index++)
                {
                }
            }
            else if (!char.IsControl(line[index]) || line[index] == '\t')
            {
                plain.Append(line[index]);
            }
        }

        return plain.ToString();
    }
}
