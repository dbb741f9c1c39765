namespace Portal.Core.Secrets;

/// <summary>
/// Blanks out secrets in what is stored or shown: those it was told of, in all their encodings, and what looks like one
/// (tokens, keys, passwords in key-value form or URLs). One instance follows one text: it knows when a line belongs to a
/// private key or a block that began on a line before. No I/O.
/// </summary>
public sealed class Redactor
{
    private readonly Lock _gate = new();
    private string[] _hidden = [];
    private bool _inKey;
    private int? _blockIndent;

    /// <summary>Adds a value that must never be shown; shorter than 4 characters is left to the patterns.</summary>
    public void Hide(string? secret)
    {
        if (secret is null || secret.Trim().Length < SecretForms.ShortestSecret)
        {
            return;
        }

        lock (_gate)
        {
            _hidden = [.. _hidden.Concat(SecretForms.Of(secret)).Distinct().OrderByDescending(form => form.Length)];
        }
    }

    /// <summary>A whole text of one or more lines, by itself. Thread-safe.</summary>
    public string Redact(string text)
    {
        var fresh = new Redactor { _hidden = Volatile.Read(ref _hidden) };
        return string.Join('\n', fresh.RedactLines(text));
    }

    /// <summary>The next lines of the text that this instance follows. One caller at a time.</summary>
    public IEnumerable<string> RedactLines(string text)
    {
        // Known values go first: one may hold line breaks, or look like nothing on its own.
        foreach (var secret in Volatile.Read(ref _hidden))
        {
            text = text.Replace(secret, SecretPatterns.Mark, StringComparison.Ordinal);
        }

        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            yield return RedactLine(line);
        }
    }

    /// <summary>Begins a new text: a key or block that was open is over.</summary>
    public void Restart()
    {
        _inKey = false;
        _blockIndent = null;
    }

    private string RedactLine(string line)
    {
        if (_inKey)
        {
            var end = SecretPatterns.KeyEnd().Match(line);
            _inKey = !end.Success;
            return end.Success ? SecretPatterns.Mark + SecretPatterns.Redact(line[(end.Index + end.Length)..]) : SecretPatterns.Mark;
        }

        if (_blockIndent is { } indent)
        {
            if (line.Trim().Length == 0 || IndentOf(line) > indent)
            {
                return line.Trim().Length == 0 ? "" : SecretPatterns.Mark;
            }

            _blockIndent = null;
        }

        return RedactFresh(line);
    }

    private string RedactFresh(string line)
    {
        var begin = SecretPatterns.KeyBegin().Match(line);
        if (begin.Success)
        {
            var end = SecretPatterns.KeyEnd().Match(line, begin.Index);
            _inKey = !end.Success;
            var rest = end.Success ? RedactFresh(line[(end.Index + end.Length)..]) : "";
            return SecretPatterns.Redact(line[..begin.Index]) + SecretPatterns.Mark + rest;
        }

        if (SecretPatterns.BlockStart().Match(line) is { Success: true } block)
        {
            _blockIndent = block.Groups["indent"].Length;
            return line;
        }

        return SecretPatterns.Redact(line);
    }

    private static int IndentOf(string line) => line.Length - line.AsSpan().TrimStart([' ', '\t']).Length;
}
