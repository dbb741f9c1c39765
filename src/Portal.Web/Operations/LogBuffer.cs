using Portal.Core.Operations;

namespace Portal.Web.Operations;

/// <summary>
/// The window of an operation's log that a circuit holds: at most <see cref="Capacity"/> lines. It remembers where each page
/// of the log began, so that earlier pages can be read again on demand.
/// </summary>
public sealed class LogBuffer(int capacity = LogBuffer.DefaultCapacity)
{
    public const int DefaultCapacity = 5000;

    private readonly List<NumberedLine> _lines = [];

    /// <summary>Where pages begin: the sequence before the first line of page i, which has the number i * Capacity + 1.</summary>
    private readonly List<long> _pages = [0];

    private long _last;
    private int _read;

    public int Capacity { get; } = capacity;

    public IReadOnlyList<NumberedLine> Lines => _lines;

    /// <summary>How many lines were read so far, held or not.</summary>
    public int Total { get; private set; }

    /// <summary>The sequence to read on from.</summary>
    public long Last => _last;

    /// <summary>True when lines before the window are not held.</summary>
    public bool HasEarlier => _lines.Count > 0 ? _lines[0].Number > 1 : Total > 0;

    /// <summary>True when the window ends where the log ends: only then does it follow.</summary>
    public bool IsAtEnd { get; private set; } = true;

    /// <summary>Adds what was read after <see cref="Last"/>, and drops the oldest lines beyond the capacity.</summary>
    public void Append(IReadOnlyList<OperationLogLine> lines)
    {
        foreach (var line in lines)
        {
            _read++;
            if (_read > 1 && (_read - 1) % Capacity == 0 && _pages.Count == (_read - 1) / Capacity)
            {
                _pages.Add(_last);
            }

            _last = line.Sequence;
            Total = Math.Max(Total, _read);
            _lines.Add(new NumberedLine(_read, line.Step, line.At, line.Level, line.Text));
        }

        if (_lines.Count > Capacity)
        {
            _lines.RemoveRange(0, _lines.Count - Capacity);
        }
    }

    /// <summary>Empties the window and points it at the page that holds a line number (from 1).</summary>
    public void SeekTo(int number)
    {
        var page = Math.Clamp((number - 1) / Capacity, 0, _pages.Count - 1);
        _lines.Clear();
        _read = page * Capacity;
        _last = _pages[page];
        IsAtEnd = false;
    }

    /// <summary>Points the window at the page before its first line.</summary>
    public void SeekEarlier() => SeekTo(Math.Max(1, (_lines.Count > 0 ? _lines[0].Number : Total) - Capacity));

    /// <summary>Says that all there is was read.</summary>
    public void ReachedEnd() => IsAtEnd = true;
}
