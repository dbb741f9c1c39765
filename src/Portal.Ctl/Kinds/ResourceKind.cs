namespace Portal.Ctl.Kinds;

/// <summary>A kind of thing that the portal has, and where its API has it.</summary>
/// <param name="Name">In the plural, as commands name it.</param>
/// <param name="Aliases">Other names: the singular, and short ones.</param>
/// <param name="List">The list's path below /api/v1.</param>
/// <param name="Page">Rows of a page.</param>
/// <param name="NameMembers">Members of a row by which it may be named, the id aside.</param>
internal sealed record ResourceKind(string Name, IReadOnlyList<string> Aliases, string List, int Page, IReadOnlyList<string> NameMembers, IReadOnlyList<Column> Columns)
{
    /// <summary>The parameter that `next` is given back in.</summary>
    public string Follows { get; init; } = "skip";

    /// <summary>True where {List}/{name} reads one by its name.</summary>
    public bool ReadsByName { get; init; }

    /// <summary>{List}/{path}/{name} reads one by its name; null where there is no such path.</summary>
    public string? ByNamePath { get; init; }

    /// <summary>True where {List}/{id} reads one.</summary>
    public bool ReadsById { get; init; } = true;

    /// <summary>True where ?search= narrows the list.</summary>
    public bool Searches { get; init; }
}
