using Microsoft.AspNetCore.Components;

namespace Portal.Web.Shell;

/// <summary>A column of a <see cref="DataTable{TItem}"/>.</summary>
/// <param name="Id">Stands in the URL for the sort and for the choice of columns.</param>
public sealed record TableColumn<TItem>(string Id, string Title, RenderFragment<TItem> Cell)
{
    /// <summary>Pixels; columns without one share what is left.</summary>
    public int? Width { get; init; }

    /// <summary>Right-aligned, with tabular figures.</summary>
    public bool Numeric { get; init; }

    public bool Sortable { get; init; }

    /// <summary>Cannot be hidden: the name.</summary>
    public bool Fixed { get; init; }

    /// <summary>Left out on a telephone.</summary>
    public bool Secondary { get; init; }

    internal string? CssClass => (Numeric, Secondary) switch
    {
        (true, true) => "numeric secondary",
        (true, false) => "numeric",
        (false, true) => "secondary",
        _ => null,
    };

    /// <summary>Not shown until chosen.</summary>
    public bool Extra { get; init; }
}
