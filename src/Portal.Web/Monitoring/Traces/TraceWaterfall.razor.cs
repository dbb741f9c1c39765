using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Portal.Core.Monitoring.Traces;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring.Traces;

/// <summary>The spans of a trace, each below the one that caused it, with its time as a bar.</summary>
public partial class TraceWaterfall
{
    private const int Ticks = 4;
    private const int RowHeight = 30;
    private const int MostNamed = 12;
    private const int MostColours = 10;
    private const int DeepestIndent = 16;

    /// <summary>Of the time axis, in percent: what a duration takes on a narrow screen.</summary>
    private const double WordsShare = 28;

    private static readonly StatusLook Failed = new(StatusShape.Square, "bad", "Problem");

    private readonly HashSet<int> _collapsed = [];
    private List<ShownRow> _shown = [];
    private Dictionary<string, int> _colours = [];
    private (TimeSpan From, TimeSpan To)? _zoom;
    private (TraceView Of, bool ByService)? _prepared;

    [Parameter, EditorRequired]
    public required TraceView Of { get; set; }

    /// <summary>The id of the span whose details are open.</summary>
    [Parameter]
    public string? Chosen { get; set; }

    [Parameter]
    public EventCallback<string?> ChosenChanged { get; set; }

    /// <summary>Colours tell services apart, and not clusters.</summary>
    [Parameter]
    public bool ByService { get; set; }

    [Parameter]
    public EventCallback<bool> ByServiceChanged { get; set; }

    private TimeSpan From => _zoom?.From ?? TimeSpan.Zero;

    private TimeSpan To => _zoom?.To ?? (Of.Duration > TimeSpan.Zero ? Of.Duration : TimeSpan.FromTicks(1));

    private TraceRow? ChosenRow => Chosen is null ? null : Of.Rows.FirstOrDefault(row => row.Span.Id == Chosen);

    protected override void OnParametersSet()
    {
        if (_prepared is { } before && ReferenceEquals(before.Of, Of) && before.ByService == ByService)
        {
            return;
        }

        if (!ReferenceEquals(_prepared?.Of, Of))
        {
            _collapsed.Clear();
            _zoom = null;
        }

        _prepared = (Of, ByService);
        _colours = Of.Rows.Select(row => Key(row.Span)).Distinct(StringComparer.Ordinal).Select((name, at) => (name, at)).ToDictionary(pair => pair.name, pair => pair.at % MostColours, StringComparer.Ordinal);
        Show();
    }

    private string Key(TraceSpan span) => ByService ? span.Service : span.Cluster;

    private void Show()
    {
        _shown = new List<ShownRow>(Of.Rows.Count);
        for (var at = 0; at < Of.Rows.Count; at += _collapsed.Contains(at) ? Of.Rows[at].Below + 1 : 1)
        {
            _shown.Add(new ShownRow(at, _shown.Count, Of.Rows[at]));
        }
    }

    private void Toggle(int at)
    {
        if (!_collapsed.Remove(at))
        {
            _collapsed.Add(at);
        }

        Show();
    }

    private void CollapseAll()
    {
        _collapsed.UnionWith(Enumerable.Range(0, Of.Rows.Count).Where(at => Of.Rows[at].Below > 0));
        Show();
    }

    private void ExpandAll()
    {
        _collapsed.Clear();
        Show();
    }

    private void Zoom(TraceSpan? span) =>
        _zoom = span is null ? null : (span.Start - Of.Start, span.End - Of.Start + (span.Duration > TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMicroseconds(1)));

    private Task ChooseAsync(TraceRow row) => ChosenChanged.InvokeAsync(row.Span.Id == Chosen ? null : row.Span.Id);

    /// <summary>Up and down are the portal's keys for all lists of rows; these are those of a tree.</summary>
    private async Task KeyAsync(KeyboardEventArgs key, ShownRow shown)
    {
        switch (key.Key)
        {
            case "ArrowLeft" when shown.Row.Below > 0 && !_collapsed.Contains(shown.At):
            case "ArrowRight" when _collapsed.Contains(shown.At):
                Toggle(shown.At);
                break;
            case "Enter":
                await ChooseAsync(shown.Row);
                break;
        }
    }

    /// <summary>In percent of what is shown; null for a span outside of it.</summary>
    private (double Left, double Width)? Bar(TraceSpan span)
    {
        var whole = (double)(To - From).Ticks;
        var left = 100 * ((span.Start - Of.Start) - From).Ticks / whole;
        var right = 100 * ((span.End - Of.Start) - From).Ticks / whole;
        return right < 0 || left > 100 ? null : (Math.Max(left, 0), Math.Min(right, 100) - Math.Max(left, 0));
    }

    private bool IsAfter(TraceSpan span) => span.Start - Of.Start > To;

    /// <summary>Where the words of a bar have room: behind it, before it, or in it where it takes up nearly all.</summary>
    private static (string? Class, string Style) Place((double Left, double Width) bar) => (bar.Left, bar.Left + bar.Width) switch
    {
        (_, <= 100 - WordsShare and var right) => (null, $"left:{Percent(right)}"),
        ( >= WordsShare and var left, _) => (null, $"right:{Percent(100 - left)}"),
        (_, var right) => ("within", $"right:{Percent(100 - right)}"),
    };

    private static int Indent(TraceRow row) => 6 + (Math.Min(row.Depth, DeepestIndent) * 12);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share:0.###}%");

    /// <param name="At">Its place among all rows.</param>
    /// <param name="Index">Its place among those that are shown.</param>
    private sealed record ShownRow(int At, int Index, TraceRow Row);
}
