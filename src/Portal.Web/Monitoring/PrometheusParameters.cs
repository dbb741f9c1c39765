using System.Globalization;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.States;
using Portal.Core.Problems;

namespace Portal.Web.Monitoring;

/// <summary>What a client of Prometheus sends: in the address, in a form, or in both.</summary>
internal sealed class PrometheusParameters(ILookup<string, string> given, DateTimeOffset now)
{
    private const int MaxFields = 1000;

    /// <summary>Prometheus takes seconds as far as 9,999 as well; beyond is a mistake.</summary>
    private const double MaxSeconds = 253_402_300_799;

    public static async Task<PrometheusParameters> ReadAsync(HttpRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var pairs = request.Query.SelectMany(pair => pair.Value.Select(value => (pair.Key, Value: value ?? ""))).ToList();
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(cancellationToken);
            pairs.AddRange(form.SelectMany(pair => pair.Value.Select(value => (pair.Key, Value: value ?? ""))));
        }

        return pairs.Count > MaxFields
            ? throw Bad("request", $"It has more than {MaxFields} parameters.", "Send fewer.")
            : new PrometheusParameters(pairs.ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal), now: time.GetUtcNow());
    }

    public string Query => given["query"].FirstOrDefault(value => value.Length > 0) ?? throw Bad("query", "No expression was given.", "Send it as query.");

    public TimeGrid Instant => TimeGrid.Instant(Time("time") ?? now.ToUnixTimeMilliseconds());

    public TimeGrid Range
    {
        get
        {
            var (start, end) = (Time("start") ?? throw Missing("start"), Time("end") ?? throw Missing("end"));
            var step = Step();
            return end < start
                ? throw Bad("end", "The end lies before the start.", "Send an end that comes after the start.")
                : (end - start) / step >= int.MaxValue - 1
                    ? throw Bad("step", "The range has too many steps.", "Take a longer step or a shorter range.")
                    : TimeGrid.Range(start, end, step);
        }
    }

    public LabelQuery Labels => new([.. given["match[]"]], Time("start"), Time("end"), Limit(), QueryScope.All);

    public RuleQuery Rules => new(QueryScope.All, Word("type", "alert", "record"), [.. given["rule_name[]"]], [.. given["rule_group[]"]], Text("exclude_alerts") != "true");

    public MeaningQuery Meanings => new(QueryScope.All, Text("metric"), Limit(), Limit("limit_per_metric"));

    /// <summary>The pool of targets that is asked for.</summary>
    public string? Pool => Text("scrapePool");

    private string? Text(string name) => given[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    private string? Word(string name, params string[] words) => Text(name) is not { } text || words.Contains(text)
        ? Text(name)
        : throw Bad(name, $"\"{Short(text)}\" is none of its words.", "Send one of those of Prometheus, or leave it out.");

    private int Limit(string name = "limit") => Text(name) is not { } text ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit
        : throw Bad(name, $"\"{Short(text)}\" is no limit.", "Send a whole number; 0 for none.");

    private long Step()
    {
        var text = given["step"].FirstOrDefault(value => value.Length > 0) ?? throw Missing("step");
        var milliseconds = Number(text) is { } seconds ? seconds * 1000 : Duration(text);
        return milliseconds is >= 1 and <= MaxSeconds * 1000 ? (long)milliseconds
            : throw Bad("step", $"\"{Short(text)}\" is no step.", "Send seconds or a duration above zero, as 15 or 1m.");
    }

    private long? Time(string name)
    {
        if (given[name].FirstOrDefault() is not { Length: > 0 } text)
        {
            return null;
        }

        if (Number(text) is { } seconds && Math.Abs(seconds) <= MaxSeconds)
        {
            return (long)Math.Round(seconds * 1000);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUnixTimeMilliseconds()
            : throw Bad(name, $"\"{Short(text)}\" is no time.", "Send seconds since 1970 or a time as 2026-01-31T12:00:00Z.");
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>In milliseconds; what is none counts as none.</summary>
    private static double Duration(string text)
    {
        try
        {
            return PromqlParser.Parse($"a[{text}]") is MatrixSelector { Range: FixedDuration range } ? range.Seconds * 1000 : 0;
        }
        catch (PromqlException)
        {
            return 0;
        }
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] : text;

    private static ProblemException Missing(string name) => Bad(name, $"{name} is missing.", "Send start, end and step.");

    private static ProblemException Bad(string field, string why, string remedy) => ProblemException.Invalid("The question was not asked", why, remedy, field);
}
