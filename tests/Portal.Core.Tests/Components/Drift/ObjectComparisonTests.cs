using System.Text.Json.Nodes;
using Portal.Core.Components.Drift;

namespace Portal.Core.Tests.Components.Drift;

public sealed class ObjectComparisonTests
{
    private const string Manifest = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","labels":{"app":"web"}},
         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
         "spec":{"hostNetwork":false,"containers":[
           {"name":"main","image":"web:1","args":["a","b"],"env":[{"name":"LEVEL","value":"info"},{"name":"MODE","value":"x"}],
            "resources":{"limits":{"cpu":"1000m","memory":"1Gi"}},"ports":[{"containerPort":80}]}]}}}}
        """;

    private const string Helm = """
        {"manager":"helm","operation":"Apply","time":"2026-11-27T10:00:00Z","fieldsV1":{"f:metadata":{"f:labels":{"f:app":{}}},
         "f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"main\"}":{
           ".":{},"f:name":{},"f:image":{},"f:args":{},"f:env":{"k:{\"name\":\"LEVEL\"}":{".":{},"f:name":{},"f:value":{}},"k:{\"name\":\"MODE\"}":{".":{},"f:name":{},"f:value":{}}},
           "f:resources":{"f:limits":{"f:cpu":{},"f:memory":{}}},"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}}}}}}}
        """;

    [Fact]
    public void Applied_WithDefaultsQuantitiesAndStatus_IsNoDrift()
    {
        var live = Live();
        live["spec"]!["revisionHistoryLimit"] = 10;
        Container(live)["imagePullPolicy"] = "IfNotPresent";
        Container(live)["resources"]!["limits"]!["cpu"] = "1";
        Container(live)["ports"]![0]!["protocol"] = "TCP";
        live["spec"]!["template"]!["spec"]!.AsObject().Remove("hostNetwork");
        live["status"] = new JsonObject { ["replicas"] = 1 };
        // A sidecar that somebody's webhook brings is nobody's drift.
        live["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Insert(0, JsonNode.Parse("""{"name":"proxy","image":"proxy:1"}"""));

        Assert.Empty(ObjectComparison.Compare(Wanted(), live));
    }

    [Fact]
    public void ImageEditedByAPerson_IsDrift_WithWhoAndWhen()
    {
        var live = Live("""
            {"manager":"kubectl-edit","operation":"Update","time":"2026-11-27T11:00:00Z","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"main\"}":{"f:image":{}}}}}}}}
            """);
        Container(live)["image"] = "web:2";

        var difference = Assert.Single(ObjectComparison.Compare(Wanted(), live));

        Assert.Equal("spec.template.spec.containers[name=main].image", difference.Path);
        Assert.Equal(("\"web:1\"", "\"web:2\""), (difference.Wanted!.ToJsonString(), difference.Live!.ToJsonString()));
        Assert.Equal(new FieldOwner("kubectl-edit", "", new DateTimeOffset(2026, 11, 27, 11, 0, 0, TimeSpan.Zero)), difference.Owner);
    }

    [Theory]
    [InlineData("kube-controller-manager", "", true)]
    [InlineData("horizontal-pod-autoscaler-controller", "scale", true)]
    [InlineData("kubectl", "scale", false)]
    [InlineData("some-tool", "", false)]
    public void Replicas_OfAController_AreItsOwn(string manager, string subresource, bool ignored)
    {
        var live = Live($$$"""{"manager":"{{{manager}}}","subresource":"{{{subresource}}}","operation":"Update","time":"2026-11-27T11:00:00Z","fieldsV1":{"f:spec":{"f:replicas":{} } } }""");
        live["spec"]!["replicas"] = 7;

        Assert.Equal(ignored ? [] : ["spec.replicas"], ObjectComparison.Compare(Wanted(), live).Select(difference => difference.Path));
        Assert.Equal(ignored, Assert.Single(ObjectComparison.CompareAll(Wanted(), live)).Controllers);
    }

    [Fact]
    public void CaBundleOfAWebhook_IsItsControllers()
    {
        var wanted = JsonNode.Parse("""{"apiVersion":"v1","kind":"W","metadata":{"name":"w"},"webhooks":[{"name":"a","clientConfig":{"caBundle":"Cg=="},"failurePolicy":"Fail"}]}""")!.AsObject();
        var live = wanted.DeepClone().AsObject();
        live["metadata"]!["managedFields"] = new JsonArray(JsonNode.Parse("""{"manager":"helm","fieldsV1":{"f:webhooks":{"k:{\"name\":\"a\"}":{".":{},"f:name":{},"f:clientConfig":{},"f:failurePolicy":{}}}}}"""));
        live["webhooks"]![0]!["clientConfig"]!["caBundle"] = "bmV3";
        Assert.Empty(ObjectComparison.Compare(wanted, live));

        live["webhooks"]![0]!["failurePolicy"] = "Ignore";
        Assert.Equal("webhooks[name=a].failurePolicy", Assert.Single(ObjectComparison.Compare(wanted, live)).Path);
    }

    [Fact]
    public void RemovedItemAndLabel_AreDrift()
    {
        var live = Live();
        Container(live)["env"]!.AsArray().RemoveAt(1);
        live["metadata"]!["labels"]!.AsObject().Remove("app");

        Assert.Equal(["metadata.labels.app", "spec.template.spec.containers[name=main].env[name=MODE]"],
            ObjectComparison.Compare(Wanted(), live).Select(difference => difference.Path).Order(StringComparer.Ordinal));
    }

    /// <summary>For every scalar of the manifest: changed alone, it is found alone; and repaired, nothing is left.</summary>
    [Fact]
    public void EveryChangedField_IsExactlyThatPath_AndRepairLeavesNone()
    {
        var changed = 0;
        foreach (var path in Leaves(Wanted(), ""))
        {
            var live = Live();
            var leaf = At(live, path);
            if (leaf is null || path is "/apiVersion" or "/kind" or "/metadata/name" || path.EndsWith("/name", StringComparison.Ordinal) || path.EndsWith("/containerPort", StringComparison.Ordinal))
            {
                continue;
            }

            Set(live, path, leaf.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonValue.Create(99) : leaf.GetValueKind() is System.Text.Json.JsonValueKind.False ? JsonValue.Create(true) : JsonValue.Create("7"));
            var difference = Assert.Single(ObjectComparison.Compare(Wanted(), live));
            Assert.Equal(leaf.ToJsonString(), (difference.Wanted is JsonArray ? At(difference.Wanted, path[path.LastIndexOf('/')..])! : difference.Wanted!).ToJsonString());
            // Kept as it is, the repair's object says what is there.
            Assert.Empty(ObjectComparison.Compare(WantedObject.Repaired(Wanted(), [difference]), live));
            Assert.True(JsonNode.DeepEquals(Wanted(), WantedObject.Repaired(Wanted(), [])));
            changed++;
        }

        Assert.True(changed >= 10, $"Only {changed} fields were changed.");
    }

    private static JsonObject Wanted() => JsonNode.Parse(Manifest)!.AsObject();

    private static JsonObject Live(string? another = null)
    {
        var live = Wanted();
        var managed = new JsonArray(JsonNode.Parse(Helm));
        if (another is not null)
        {
            managed.Add(JsonNode.Parse(another));
        }

        live["metadata"]!["managedFields"] = managed;
        live["metadata"]!["resourceVersion"] = "17";
        return live;
    }

    private static JsonObject Container(JsonObject live) => live["spec"]!["template"]!["spec"]!["containers"]!.AsArray().First(item => (string?)item!["name"] == "main")!.AsObject();

    private static IEnumerable<string> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject mapping => mapping.SelectMany(pair => Leaves(pair.Value, $"{path}/{pair.Key}")),
        JsonArray list => list.SelectMany((item, index) => Leaves(item, $"{path}/{index}")),
        _ => [path],
    };

    private static JsonNode? At(JsonNode root, string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate((JsonNode?)root, (node, part) => node is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : node?[part]);

    private static void Set(JsonNode root, string path, JsonNode value)
    {
        var parent = At(root, path[..path.LastIndexOf('/')])!;
        var last = path[(path.LastIndexOf('/') + 1)..];
        if (parent is JsonArray list)
        {
            list[int.Parse(last, System.Globalization.CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            parent[last] = value;
        }
    }
}
