namespace Portal.Core.Distribution.Sources;

/// <summary>What is wrong with a source, and where. Never repeats a value.</summary>
/// <param name="Line">From 1; 0 when it concerns the source as a whole.</param>
/// <param name="Column">From 1; 0 when it concerns the source as a whole.</param>
public sealed record SourceFault(int Line, int Column, string Reason)
{
    /// <summary>As a sentence: "Line 3, column 5: the key "name" is given twice."</summary>
    public string Words => Line == 0 ? $"{Reason}." : $"Line {Line}, column {Column}: {Reason}.";
}
