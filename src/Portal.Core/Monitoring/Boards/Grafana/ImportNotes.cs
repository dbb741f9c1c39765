namespace Portal.Core.Monitoring.Boards.Grafana;

/// <summary>Collects what is different; each thing once, and a bounded number of them.</summary>
internal sealed class ImportNotes
{
    private const int Most = 500;

    private readonly List<ImportNote> _notes = [];

    public IReadOnlyList<ImportNote> All => _notes;

    public void LeftOut(string subject, string why) => Add(new ImportNote(ImportOutcome.LeftOut, subject, why));

    public void Changed(string subject, string why) => Add(new ImportNote(ImportOutcome.Changed, subject, why));

    private void Add(ImportNote note)
    {
        if (_notes.Count < Most && !_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }
}
