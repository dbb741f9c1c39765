namespace Portal.Core.Monitoring.Boards.Grafana;

/// <summary>What became of a part of an imported dashboard.</summary>
public enum ImportOutcome
{
    /// <summary>It is there, with something of it different.</summary>
    Changed,

    /// <summary>It is not there.</summary>
    LeftOut,
}

/// <summary>What is different on a board from the dashboard that it was made of.</summary>
/// <param name="Subject">The panel or the variable.</param>
/// <param name="Why">In words.</param>
public sealed record ImportNote(ImportOutcome Outcome, string Subject, string Why);

/// <summary>A board made of another system's dashboard, and what is different on it. Nothing is stored yet.</summary>
/// <param name="Panels">How many panels the dashboard had.</param>
public sealed record BoardImport(string Name, BoardDocument Document, int Panels, IReadOnlyList<ImportNote> Notes);
