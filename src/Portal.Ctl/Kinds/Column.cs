namespace Portal.Ctl.Kinds;

/// <summary>How a column shows what the API gives.</summary>
internal enum ColumnForm
{
    Text,

    /// <summary>A word that tells whether all is well.</summary>
    State,

    /// <summary>How long ago a time is.</summary>
    Age,

    /// <summary>How many entries a list has.</summary>
    Count,
}

/// <summary>A column of a table.</summary>
/// <param name="Path">Members of the row, divided by dots.</param>
internal sealed record Column(string Title, string Path, ColumnForm Form = ColumnForm.Text);
