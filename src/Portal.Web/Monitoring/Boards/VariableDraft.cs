using Portal.Core.Monitoring.Boards;

namespace Portal.Web.Monitoring.Boards;

/// <summary>A variable while it is described.</summary>
public sealed class VariableDraft
{
    private BoardVariable _old = new("", VariableKind.Label);

    public string Name { get; set; } = "";

    public VariableKind Kind { get; set; }

    public string Label { get; set; } = "";

    public string Selector { get; set; } = "";

    /// <summary>One a line.</summary>
    public string Values { get; set; } = "";

    public bool IsMulti { get; set; } = true;

    public static VariableDraft Of(BoardVariable variable) => new()
    {
        _old = variable,
        Name = variable.Name,
        Kind = variable.Kind,
        Label = variable.Label,
        Selector = variable.Selector,
        Values = string.Join('\n', variable.Values ?? []),
        IsMulti = variable.IsMulti,
    };

    public BoardVariable ToVariable() => _old with
    {
        Name = Name.Trim().TrimStart('$'),
        Kind = Kind,
        Label = Kind == VariableKind.Label ? Label.Trim() : "",
        Selector = Kind == VariableKind.Label ? Selector.Trim() : "",
        Values = Kind == VariableKind.Label ? null : [.. Values.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        IsMulti = IsMulti,
    };
}
