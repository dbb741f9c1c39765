using System.Text.Json.Nodes;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Sources;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Distribution;

public sealed class OverrideEngineTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop, labels: {tier: front}}
        spec:
          replicas: 2
          template:
            spec:
              initContainers: [{name: init, image: busybox}]
              containers: [{name: main, image: "old.example.com:5000/shop/web:1.0", command: [run, -v], args: [a, b]}]
        """;

    private static readonly PlacementCluster North = new() { Name = "m1", Region = "north", Labels = new Dictionary<string, string> { ["env"] = "prod" } };

    [Theory]
    [InlineData("a.example.com/shop/web:1.0", "Registry", "replace", "b.example.com", "b.example.com/shop/web:1.0")]
    [InlineData("shop/web:1.0", "Registry", "add", "b.example.com", "b.example.com/shop/web:1.0")]
    [InlineData("a.example.com/shop/web:1.0", "Registry", "remove", null, "shop/web:1.0")]
    [InlineData("localhost:5000/web@sha256:ab", "Repository", "replace", "other/web", "localhost:5000/other/web@sha256:ab")]
    [InlineData("web", "Tag", "replace", "2.0", "web:2.0")]
    [InlineData("web:1.0", "Tag", "add", "-alpine", "web:1.0-alpine")]
    [InlineData("web:1.0", "Tag", "replace", "sha256:cd", "web@sha256:cd")]
    [InlineData("web@sha256:ab", "Tag", "remove", null, "web")]
    public void Image_IsTakenApartAndPutTogether(string image, string component, string change, string? value, string wanted)
    {
        var content = Apply(Deployment.Replace("old.example.com:5000/shop/web:1.0", image, StringComparison.Ordinal),
            new Overriders { ImageOverrider = [new ImageOverrider(component, change, value)] });

        Assert.Equal(wanted, (string?)content["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]);
    }

    [Fact]
    public void Overriders_ChangeCommandsArgumentsLabelsAnnotationsAndPaths()
    {
        var content = Apply(Deployment, new Overriders
        {
            CommandOverrider = [new CommandOverrider("main", "remove", ["-v"])],
            ArgsOverrider = [new CommandOverrider("main", "add", ["c"])],
            LabelsOverrider = [new MapOverrider("replace", new Dictionary<string, string> { ["tier"] = "back", ["new"] = "no" })],
            AnnotationsOverrider = [new MapOverrider("add", new Dictionary<string, string> { ["note"] = "x" })],
            Plaintext =
            [
                new PlaintextOverrider("/spec/replicas", "replace", JsonValue.Create(5)),
                new PlaintextOverrider("/spec/template/spec/containers/0/env", "add", JsonNode.Parse("""[{"name":"A"}]""")),
                new PlaintextOverrider("/spec/template/spec/initContainers", "remove"),
            ],
        });

        Assert.Equal("""{"tier":"back"}""", content["metadata"]!["labels"]!.ToJsonString());
        Assert.Equal("""{"note":"x"}""", content["metadata"]!["annotations"]!.ToJsonString());
        Assert.Equal(5, (int?)content["spec"]!["replicas"]);
        Assert.Equal(
            """{"containers":[{"name":"main","image":"old.example.com:5000/shop/web:1.0","command":["run"],"args":["a","b","c"],"env":[{"name":"A"}]}]}""",
            content["spec"]!["template"]!["spec"]!.ToJsonString());
    }

    [Fact]
    public void Rule_OfAnotherClusterOrObject_ChangesNothing_AndAPathThatIsNotThere_IsNamed()
    {
        var change = new Overriders { Plaintext = [new PlaintextOverrider("/spec/none/here", "replace", JsonValue.Create(1))] };
        OverrideRule[] others =
        [
            new() { TargetCluster = new ClusterAffinity { ClusterNames = ["m2"] }, Overriders = change },
            new() { TargetCluster = new ClusterAffinity { LabelSelector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["env"] = "test" } } }, Overriders = change },
            new() { ResourceSelectors = [new ResourceSelector("v1", "Service")], Overriders = change },
            new() { ResourceSelectors = [new ResourceSelector("apps/v1", "Deployment", Name: "api")], Overriders = change },
        ];
        var item = ManifestSource.Read(Deployment).Objects[0].Item;

        Assert.True(JsonNode.DeepEquals(item.Content, OverrideEngine.Apply(item, North, others)));
        var refused = Assert.Throws<ProblemException>(() => Apply(Deployment, change));
        Assert.Equal(("The override of Deployment shop/web for m1 does not fit", "There is nothing at /spec/none/here to replace."), (refused.Problem.What, refused.Problem.Why));
    }

    private static JsonObject Apply(string yaml, Overriders overriders) => OverrideEngine.Apply(
        ManifestSource.Read(yaml).Objects[0].Item, North,
        [new OverrideRule { TargetCluster = new ClusterAffinity { ClusterNames = ["m1"] }, Overriders = overriders }]);
}
