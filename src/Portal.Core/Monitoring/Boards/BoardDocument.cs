using Portal.Core.Monitoring.Dashboards;

namespace Portal.Core.Monitoring.Boards;

/// <summary>All that is on a board.</summary>
/// <param name="RangeSeconds">The time that its charts show when it is opened.</param>
/// <param name="RefreshSeconds">How often it reads again; 0 for never.</param>
public sealed record BoardDocument(
    IReadOnlyList<BoardPanel> Panels, IReadOnlyList<BoardVariable> Variables, int RangeSeconds = 3600, int RefreshSeconds = 60)
{
    public static BoardDocument Empty { get; } = new([], []);
}

/// <summary>How a panel shows what its queries answer.</summary>
public enum PanelKind
{
    /// <summary>Lines over time.</summary>
    TimeSeries,

    /// <summary>A large number for each series.</summary>
    Stat,

    /// <summary>A number for each series, on a scale.</summary>
    Gauge,

    /// <summary>A bar for each series, the longest first.</summary>
    Bars,

    /// <summary>A row for each series with its labels.</summary>
    Table,

    /// <summary>Words, and no query.</summary>
    Text,

    /// <summary>A title over the panels below it.</summary>
    Heading,
}

/// <summary>How good a figure is.</summary>
public enum ThresholdLevel
{
    Good,
    Warning,
    Critical,
}

/// <summary>From this value on, the level holds.</summary>
/// <param name="From">Null for all values below the others.</param>
public sealed record PanelThreshold(double? From, ThresholdLevel Level);

/// <summary>A question of a panel.</summary>
/// <param name="Legend">The name of each series, such as <c>{{cluster}}</c>; empty for its labels.</param>
public sealed record PanelQuery(string Expression, string Legend = "");

/// <summary>A part of a board.</summary>
/// <param name="Id">Tells it apart from the others of its board.</param>
/// <param name="X">Its left edge, in columns of 24.</param>
/// <param name="Y">Its upper edge, in rows.</param>
/// <param name="Text">Of a text panel.</param>
/// <param name="Min">Where a scale begins; null for zero.</param>
/// <param name="Max">Where a scale ends; null for the greatest value.</param>
public sealed record BoardPanel(
    int Id, PanelKind Kind, string Title, int X, int Y, int Width, int Height, IReadOnlyList<PanelQuery> Queries,
    FigureUnit Unit = FigureUnit.Plain, IReadOnlyList<PanelThreshold>? Thresholds = null, string Text = "", double? Min = null, double? Max = null)
{
    /// <summary>Whether it shows answers to questions.</summary>
    public bool Asks => Kind is not (PanelKind.Text or PanelKind.Heading);

    /// <summary>Whether its questions are about the whole range, and not about now alone.</summary>
    public bool IsOverTime => Kind == PanelKind.TimeSeries;
}

/// <summary>Where the values of a variable come from.</summary>
public enum VariableKind
{
    /// <summary>The values that a label has in all clusters.</summary>
    Label,

    /// <summary>Values that the board lists.</summary>
    Choice,

    /// <summary>One value that nobody chooses.</summary>
    Constant,
}

/// <summary>A name in expressions, such as <c>$cluster</c>, that stands for what is chosen above the board.</summary>
/// <param name="Name">Without the sign.</param>
/// <param name="Label">Of a label variable: the label.</param>
/// <param name="Selector">Of a label variable: the series that count; empty for all.</param>
/// <param name="Values">Of a choice: those to choose from; of a constant: its one value.</param>
/// <param name="IsMulti">Several may be chosen at once.</param>
/// <param name="Chosen">What is chosen when the board is opened; none for all.</param>
public sealed record BoardVariable(
    string Name, VariableKind Kind, string Title = "", string Label = "", string Selector = "", IReadOnlyList<string>? Values = null, bool IsMulti = true,
    IReadOnlyList<string>? Chosen = null);
