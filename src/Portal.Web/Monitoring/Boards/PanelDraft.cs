using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Dashboards;

namespace Portal.Web.Monitoring.Boards;

/// <summary>A panel while it is described.</summary>
internal sealed class PanelDraft
{
    public PanelKind Kind { get; set; } = PanelKind.TimeSeries;

    public string Title { get; set; } = "";

    public string Text { get; set; } = "";

    public List<Question> Queries { get; } = [];

    public FigureUnit Unit { get; set; }

    /// <summary>From where on it is a warning; null for nowhere.</summary>
    public double? Warning { get; set; }

    /// <summary>From where on it is critical; null for nowhere.</summary>
    public double? Critical { get; set; }

    public double? Min { get; set; }

    public double? Max { get; set; }

    public bool Asks => Kind is not (PanelKind.Text or PanelKind.Heading);

    public static PanelDraft Of(BoardPanel panel)
    {
        var draft = new PanelDraft
        {
            Kind = panel.Kind,
            Title = panel.Title,
            Text = panel.Text,
            Unit = panel.Unit,
            Min = panel.Min,
            Max = panel.Max,
            Warning = From(panel, ThresholdLevel.Warning),
            Critical = From(panel, ThresholdLevel.Critical),
        };
        draft.Queries.AddRange(panel.Queries.Select(query => new Question { Expression = query.Expression, Legend = query.Legend }));
        if (draft.Queries.Count == 0)
        {
            draft.Queries.Add(new Question());
        }

        return draft;
    }

    /// <summary>Questions without words, and those of a panel that asks nothing, are left out.</summary>
    public BoardPanel ToPanel(BoardPanel old)
    {
        List<PanelQuery> queries = Asks ? [.. Queries.Where(query => query.Expression.Trim().Length > 0).Select(query => new PanelQuery(query.Expression.Trim(), query.Legend.Trim()))] : [];
        var isSame = queries.SequenceEqual(old.Queries);
        return old with
        {
            Kind = Kind,
            Title = Title.Trim(),
            Text = Kind == PanelKind.Text ? Text : "",
            Queries = isSame ? old.Queries : queries,
            Unit = Unit,
            Min = Min,
            Max = Max,
            Thresholds = (Warning, Critical) == (From(old, ThresholdLevel.Warning), From(old, ThresholdLevel.Critical)) ? old.Thresholds : Thresholds(),
        };
    }

    private List<PanelThreshold>? Thresholds() => Warning is null && Critical is null ? null :
    [
        new(null, ThresholdLevel.Good),
        .. Warning is { } warning ? [new PanelThreshold(warning, ThresholdLevel.Warning)] : Array.Empty<PanelThreshold>(),
        .. Critical is { } critical ? [new PanelThreshold(critical, ThresholdLevel.Critical)] : Array.Empty<PanelThreshold>(),
    ];

    private static double? From(BoardPanel panel, ThresholdLevel level) => panel.Thresholds?.FirstOrDefault(threshold => threshold.Level == level)?.From;

    /// <summary>One question of the panel.</summary>
    internal sealed class Question
    {
        public string Expression { get; set; } = "";

        public string Legend { get; set; } = "";
    }
}
