using System.Text;
using System.Text.Json;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Boards.Grafana;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Problems;
using Portal.Testing;

namespace Portal.Core.Tests.Monitoring.Boards;

/// <summary>Dashboards of Grafana become boards, and what of them does not is named.</summary>
public sealed class GrafanaImportTests
{
    [Fact]
    public void Dashboard_KeepsItsPanelsPlacesUnitsThresholdsAndVariables()
    {
        var import = Read("kubernetes");

        Assert.Equal(("Kubernetes / Compute", 11, 6 * 3600, 30), (import.Name, import.Panels, import.Document.RangeSeconds, import.Document.RefreshSeconds));
        Assert.Equal(
            ["Heading:Overview@0,0", "Stat:CPU of $cluster@0,1", "Gauge:Memory@6,1", "TimeSeries:CPU by pod@0,5", "Bars:Disk@12,1", "Table:Pods@18,1", "Text:Notes@0,13", "Heading:Closed@0,16", "TimeSeries:Latency@0,17"],
            import.Document.Panels.Select(panel => $"{panel.Kind}:{panel.Title}@{panel.X},{panel.Y}"));
        var stat = Panel(import, "CPU of $cluster");
        Assert.Equal((FigureUnit.Share, "-:Good 0.7:Warning 0.9:Critical"), (stat.Unit, string.Join(' ', stat.Thresholds!.Select(one => FormattableString.Invariant($"{(one.From is { } from ? from : "-")}:{one.Level}")))));
        Assert.Equal((FigureUnit.Percent, 0d, 100d), (Panel(import, "Memory").Unit, Panel(import, "Memory").Min!.Value, Panel(import, "Memory").Max!.Value));
        Assert.Equal(["{{pod}}", ""], Panel(import, "CPU by pod").Queries.Select(query => query.Legend));
        Assert.Equal("Call the team of $cluster", Panel(import, "Notes").Text);
        Assert.Equal(
            ["Label:cluster:cluster:up{job=\"kubelet\"}:True", "Label:namespace:namespace:kube_namespace_status_phase{cluster=\"$cluster\"}:False", "Choice:resolution:30s,1m,5m::False", "Constant:job:kubelet::False", "Constant:node:node-1::False"],
            import.Document.Variables.Select(one => $"{one.Kind}:{one.Name}:{(one.Kind == VariableKind.Label ? one.Label : string.Join(',', one.Values!))}:{one.Selector}:{one.IsMulti}"));
        Assert.Equal(["5m"], import.Document.Variables.Single(one => one.Name == "resolution").Chosen!);
        Assert.True(new BoardRequestValidator().Validate(new BoardRequest(import.Name, BoardVisibility.Personal, import.Document)).IsValid);
    }

    [Fact]
    public void WhatIsDifferent_IsNamedWithItsReason() => Assert.Equal(
        [
            "Changed $namespace: Its values are not filtered by a pattern.",
            "Changed $node: Its values cannot be listed here: it is always node-1.",
            "Changed CPU by pod: What it sets for single series is left out.",
            "Changed CPU of $cluster: It shows the value now, and not one of the whole range.",
            "Changed Latency: The unit ms is shown as a plain number.",
            "Changed Memory: Thresholds in percent of a scale are left out.",
            "Changed Notes: Its HTML is shown as plain text.",
            "Changed Pods: Its transformations are not done.",
            "LeftOut $datasource: All clusters are asked as one: there is no data source to choose.",
            "LeftOut $filters: There is no variable of the kind adhoc here.",
            "LeftOut CPU by pod: The board has no variable $filters.",
            "LeftOut CPU by pod: There is no function broken.",
            "LeftOut Logs: There is no panel of the kind logs here.",
            "LeftOut Traces: A query asks a data source of the kind tempo.",
            "LeftOut Traces: None of its queries can be asked here.",
            "LeftOut annotations: Boards have no annotations.",
            "LeftOut links: Boards have no links.",
        ],
        Read("kubernetes").Notes.Select(note => $"{note.Outcome} {note.Subject}: {note.Why}").Order(StringComparer.Ordinal));

    [Fact]
    public void DashboardOfAnOldRelease_IsReadByItsRows()
    {
        var import = Read("old");

        Assert.Equal(("Old but in use", 3600, 0), (import.Name, import.Document.RangeSeconds, import.Document.RefreshSeconds));
        Assert.Equal(
            ["Heading:First@0,0 24x1", "TimeSeries:Requests@0,1 16x8", "Gauge:Up@16,1 8x8", "TimeSeries:Bytes@0,9 12x8", "Table:Targets@0,17 24x10"],
            import.Document.Panels.Select(panel => $"{panel.Kind}:{panel.Title}@{panel.X},{panel.Y} {panel.Width}x{panel.Height}"));
        Assert.Equal("sum by (handler) (rate(http_requests_total{instance=~\"${instance}\"}[${interval}]))", Panel(import, "Requests").Queries.Single().Expression);
        Assert.Equal((FigureUnit.PerSecond, FigureUnit.BytesPerSecond, 10d), (Panel(import, "Requests").Unit, Panel(import, "Bytes").Unit, Panel(import, "Up").Max!.Value));
        Assert.Equal(["10m"], import.Document.Variables[1].Chosen!);
        Assert.Contains(import.Notes, note => note.Subject == "Shared" && note.Why.StartsWith("It is a library panel", StringComparison.Ordinal));
        Assert.True(new BoardRequestValidator().Validate(new BoardRequest(import.Name, BoardVisibility.Personal, import.Document)).IsValid);
    }

    [Theory]
    [InlineData("{\"title\": \"x\",\n \"panels\": [", "It is no JSON: line 2, character 13.")]
    [InlineData("", "It is no JSON: line 1, character 1.")]
    [InlineData("[1]", "It is JSON, and no dashboard of Grafana: it has neither panels nor rows.")]
    [InlineData("{\"panels\": 7}", "It is JSON, and no dashboard of Grafana: it has neither panels nor rows.")]
    public void WhatIsNoDashboard_IsRefusedWithTheReason(string json, string why)
    {
        var problem = Assert.Throws<ProblemException>(() => GrafanaImport.Read(Encoding.UTF8.GetBytes(json))).Problem;
        Assert.Equal((ProblemKind.Invalid, why), (problem.Kind, problem.Why));
    }

    [Fact]
    public void TooLarge_IsRefused() => Assert.Equal("It is larger than 2 MiB.", Assert.Throws<ProblemException>(() => GrafanaImport.Read(new byte[GrafanaImport.MostBytes + 1])).Problem.Why);

    /// <summary>Any part of a dashboard may be of any shape.</summary>
    [Fact]
    public void AnyPartOfAnyShape_NeverFails_AndGivesABoardThatCanBeStored()
    {
        var random = new Random(11);
        string[] others = ["null", "7", "\"x\"", "[]", "{}", "true", "[null, 1, {}]", "{\"type\": 3, \"query\": [], \"x\": -5, \"w\": 1e99}", "-1", "\"" + new string('a', 9000) + "\""];
        foreach (var name in new[] { "kubernetes", "old" })
        {
            var text = Text(name);
            var places = new List<(int Start, int End)>();
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject || start == 0)
                {
                    continue;
                }

                var inner = reader;
                if (inner.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    inner.Skip();
                }

                places.Add((start, (int)inner.BytesConsumed));
            }

            foreach (var (start, end) in places)
            {
                var changed = string.Concat(text.AsSpan(0, start), others[random.Next(others.Length)], text.AsSpan(end));
                try
                {
                    var import = GrafanaImport.Read(Encoding.UTF8.GetBytes(changed));
                    Assert.True(new BoardRequestValidator().Validate(new BoardRequest(import.Name, BoardVisibility.Personal, import.Document)).IsValid, changed);
                }
                catch (ProblemException problem)
                {
                    Assert.Contains("neither panels nor rows", problem.Problem.Why, StringComparison.Ordinal);
                }
            }
        }
    }

    private static BoardImport Read(string name) => GrafanaImport.Read(Encoding.UTF8.GetBytes(Text(name)));

    private static string Text(string name) => File.ReadAllText(Repository.PathOf("tests", "Portal.Core.Tests", "Monitoring", "Boards", "Grafana", $"{name}.json"));

    private static BoardPanel Panel(BoardImport import, string title) => import.Document.Panels.Single(panel => panel.Title == title);
}
