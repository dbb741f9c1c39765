using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Tests.Distribution;

/// <summary>What is said of an application from what a real control plane said at six moments, one of its members lost among them.</summary>
public sealed class KarmadaReadingTests
{
    private static readonly HashSet<string> Own = ["PropagationPolicy default/shop"];

    [Theory]
    [InlineData("1-placed", "m1 5 Ready, m2 2 Ready")]
    [InlineData("2-scaled-up", "m1 7 Ready, m2 3 Ready")]
    [InlineData("3-scaled-down", "m1 3 Ready, m2 1 Ready")]
    [InlineData("4-member2-unreachable", "m1 3 Ready, m2 1 Unknown")]
    [InlineData("5-member2-back", "m1 3 Ready, m2 1 Ready")]
    [InlineData("6-member2-unjoined", "m1 4 Ready")]
    public void EachRecordedMoment_IsRead(string moment, string expected)
    {
        SkipWithoutRecording();
        Assert.Equal(expected, Words(KarmadaReading.Read(Deployment(moment), Members(moment), Own)));
        Assert.Equal(expected.Split(", ").Select(words => words.Split(' ')).Select(words => $"{words[0]}  {words[2]}"), KarmadaReading.Read(Template(moment, "v1", "ConfigMap", "shop-config", null), Members(moment), Own).Select(Word));
    }

    [Fact]
    public void LostMember_IsNamedWithKarmadasReason()
    {
        SkipWithoutRecording();
        var lost = KarmadaReading.Read(Deployment("4-member2-unreachable"), Members("4-member2-unreachable"), Own).Single(finding => finding.Member == "member2");

        Assert.Equal((false, "cluster is not reachable"), (lost.IsReady, lost.Subject.Reason));
    }

    [Theory]
    [InlineData("live/metadata/generation", "9", "Progressing", "Karmada has not sent its newest form there yet.")]
    [InlineData("live/spec/replicas", "9", "Progressing", "Karmada has not taken over its 9 replicas yet.")]
    [InlineData("live/metadata/annotations/propagationpolicy.karmada.io~1name", "\"other\"", "Degraded", "It is claimed by PropagationPolicy default/other, which is not the application's.")]
    [InlineData("binding/metadata/generation", "9", "Progressing", "Karmada's scheduler has not looked at its newest form yet.")]
    [InlineData("binding/status/conditions/0/status", "\"False\"", "Degraded", "Karmada cannot place it: Binding has been scheduled successfully.")]
    [InlineData("binding/spec/clusters", "[]", "Progressing", "Karmada has placed it on no cluster yet.")]
    [InlineData("binding/status/aggregatedStatus/0/health", "\"Unhealthy\"", "Progressing", "5 of 5 replicas are ready.")]
    [InlineData("binding/status/aggregatedStatus/0/status/resourceTemplateGeneration", "1", "Progressing", "Karmada has not heard of its newest form from there yet.")]
    [InlineData("binding/status/aggregatedStatus", "[]", "Progressing", "Karmada has not heard of it from there yet.")]
    [InlineData("work/status/conditions/1/status", "\"False\"", "Degraded", "The member does not take it: Manifest has been successfully applied")]
    [InlineData("work/metadata/deletionTimestamp", "\"2026-11-24T20:03:47Z\"", "Progressing", "Karmada has not sent its newest form there yet.")]
    public void WhatIsOldOrWrong_IsNotReady(string path, string value, string health, string reason)
    {
        SkipWithoutRecording();
        var template = Deployment("1-placed");
        var all = new JsonObject { ["live"] = template.Live!.DeepClone(), ["binding"] = template.Binding!.DeepClone(), ["work"] = template.Works[0].DeepClone() };
        Set(all, path, JsonNode.Parse(value)!);
        var changed = template with { Live = all["live"]!.AsObject(), Binding = all["binding"]!.AsObject(), Works = [all["work"]!.AsObject(), .. template.Works.Skip(1)] };

        var first = KarmadaReading.Read(changed, Members("1-placed"), Own)[0];

        Assert.Equal((health, reason, false), (first.Subject.Health.ToString(), first.Subject.Reason, first.IsReady));
    }

    [Fact]
    public void WhatKarmadaHasNotBound_OrIsNotThere_IsNotReady()
    {
        SkipWithoutRecording();
        var template = Deployment("1-placed");

        Assert.Equal("Karmada has not bound it to clusters yet.", Assert.Single(KarmadaReading.Read(template with { Binding = null, Works = [] }, Members("1-placed"), Own)).Subject.Reason);
        Assert.Equal(ObjectHealth.Missing, KarmadaReading.Read(template with { Live = null }, Members("1-placed"), Own)[0].Subject.Health);
        // What is no longer wanted on a member is told, and holds nothing up.
        var leaving = template with { Binding = Without(template.Binding!, "member2") };
        Assert.Equal("m1 5 Ready, m2  Unknown", Words(KarmadaReading.Read(leaving, Members("1-placed"), Own)));
        Assert.True(KarmadaReading.Read(leaving, Members("1-placed"), Own)[1].IsReady);
    }

    private static void SkipWithoutRecording() => Assert.SkipUnless(RecordedDecisions.Folder is not null, "The recorded control plane is not beside this checkout.");

    private static string Words(IEnumerable<CarriedFinding> findings) => string.Join(", ", findings.Select(Word));

    private static string Word(CarriedFinding finding) => $"{finding.Member.Replace("member", "m", StringComparison.Ordinal)} {finding.Replicas} {finding.Subject.Health}";

    private static CarriedTemplate Deployment(string moment) => Template(moment, "apps/v1", "Deployment", "shop", Read(moment, "template.json"));

    private static CarriedTemplate Template(string moment, string apiVersion, string kind, string name, JsonObject? live)
    {
        var binding = Items(moment, "resourcebindings.json").Single(item => string.Equals((string?)item["metadata"]!["name"], $"{name}-{kind}", StringComparison.OrdinalIgnoreCase));
        var id = (string?)binding["metadata"]!["labels"]!["resourcebinding.karmada.io/permanent-id"];
        var works = Items(moment, "works.json").Where(work => (string?)work["metadata"]!["labels"]!["resourcebinding.karmada.io/permanent-id"] == id).ToList();
        live ??= works[0]["spec"]!["workload"]!["manifests"]![0]!.AsObject();
        return new CarriedTemplate(new SourceObject(new ManifestObject(apiVersion, kind, "default", name, live), 1), "default", live, binding, works);
    }

    private static Dictionary<string, MemberReach> Members(string moment) => Items(moment, "clusters.json").Select(cluster =>
    {
        var ready = cluster["status"]!["conditions"]!.AsArray().Single(condition => (string?)condition!["type"] == "Ready")!;
        return new MemberReach((string)cluster["metadata"]!["name"]!, (string?)ready["status"] == "True" ? "" : (string)ready["message"]!);
    }).ToDictionary(member => member.Name);

    private static IEnumerable<JsonObject> Items(string moment, string file) => Read(moment, file)["items"]!.AsArray().OfType<JsonObject>();

    private static JsonObject Read(string moment, string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(RecordedDecisions.Folder!, "control-plane", moment, file)))!.AsObject();

    private static void Set(JsonNode root, string path, JsonNode value)
    {
        var parts = path.Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal)).ToList();
        var parent = parts[..^1].Aggregate(root, (node, part) => int.TryParse(part, out var index) ? node[index]! : node[part]!);
        parent[parts[^1]] = value;
    }

    private static JsonObject Without(JsonObject binding, string member)
    {
        var copy = binding.DeepClone().AsObject();
        var clusters = copy["spec"]!["clusters"]!.AsArray();
        clusters.Remove(clusters.Single(cluster => (string?)cluster!["name"] == member));
        return copy;
    }
}
