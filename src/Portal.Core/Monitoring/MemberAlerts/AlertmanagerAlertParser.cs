using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.States;

namespace Portal.Core.Monitoring.MemberAlerts;

/// <summary>Reads the alerts of an Alertmanager while they come: no more is held than one of them and what is kept of the others.</summary>
internal sealed class AlertmanagerAlertParser(DateTimeOffset now)
{
    public const long MaxBytes = 16 << 20;

    /// <summary>What is beyond is not read; that there is more is known.</summary>
    private const int Most = 2000;
    private const int MostWords = 2_000_000;
    private const int LongestValue = 1024;
    private const int LongestSummary = 2000;
    private const int MostLabels = 64;

    private readonly JsonItemBuilder _item = new();
    private readonly List<AlertmanagerAlert> _alerts = [];
    private int _words;
    private bool _isList;

    public IReadOnlyList<AlertmanagerAlert> Alerts => _isList ? _alerts : throw MemberFaults.Malformed();

    public bool IsWhole { get; private set; } = true;

    public void Take(ref Utf8JsonReader reader)
    {
        if (++_words > MostWords)
        {
            throw MemberFaults.TooLarge("words", MostWords);
        }

        if (reader.CurrentDepth == 0)
        {
            _isList |= reader.TokenType == JsonTokenType.StartArray;
        }
        else if (_isList && (_item.IsOpen || reader is { CurrentDepth: 1, TokenType: JsonTokenType.StartObject }) && _item.Take(ref reader) is { } whole)
        {
            Add(whole);
        }
    }

    private void Add(JsonObject json)
    {
        if (_alerts.Count >= Most)
        {
            IsWhole = false;
            return;
        }

        var annotations = StateLabels.Read(json, "annotations");
        var summary = annotations["summary"] is { Length: > 0 } said ? said : annotations["description"];
        var state = json["status"] is JsonObject status ? StateLabels.Text(status, "state") : "";
        var since = DateTimeOffset.TryParse(StateLabels.Text(json, "startsAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : now;
        var labels = LabelSet.Of(StateLabels.Read(json, "labels").Pairs.Take(MostLabels).Select(pair => KeyValuePair.Create(Cut(pair.Key, LongestValue), Cut(pair.Value, LongestValue))));
        _alerts.Add(new AlertmanagerAlert(labels, Cut(summary, LongestSummary), state != "active", since));
    }

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
}
