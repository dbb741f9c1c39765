using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Components;

public sealed class ReleaseValuesTests
{
    private static readonly CatalogEntry Entry = CatalogReader.ReadEntry("echo.yaml", """
        name: echo
        title: Echo
        description: Answers.
        category: samples
        docs: https://example.test/docs
        chart: { name: echo, repository: https://example.test/charts }
        versions: [1.0.0]
        releaseName: echo
        namespace: echo
        scope: cluster
        defaultValues: |
          replicas: 1
          image: { tag: "${version}", pull: Always }
        valuesSchema:
          properties: { replicas: { type: integer, minimum: 1 } }
        readiness: { workloads: [{ kind: Deployment, name: echo }] }
        """);

    [Fact]
    public void Screen_GivenValues_AreLaidOverTheDefaults()
    {
        var values = ReleaseValues.Screen(Entry, "1.0.0", "image: { pull: Never }\nreplicas: 3");

        Assert.Equal("""{"replicas":3,"image":{"tag":"1.0.0","pull":"Never"}}""", values.Merged.ToJsonString());
    }

    [Theory]
    [InlineData("a: &x 1\nb: *x", "line 1: anchors and aliases are not allowed")]
    [InlineData("a: 1\na: 2", "line 2: the key \"a\" is given twice")]
    [InlineData("a: !!binary aGk=", "line 1: tags are not allowed")]
    [InlineData("a: [1", "not valid YAML")]
    [InlineData("a: 1\n---\nb: 2", "only one document is allowed")]
    [InlineData("- a", "values must be a mapping")]
    [InlineData("? [a]\n: 1", "line 1: a key must be a plain name")]
    [InlineData("replicas: 0", "/replicas: ")]
    [InlineData("replicas: many", "/replicas: ")]
    public void Screen_BadValues_NamesThePlaceAndTheRemedy(string given, string why)
    {
        var problem = Assert.Throws<ProblemException>(() => ReleaseValues.Screen(Entry, "1.0.0", given)).Problem;

        Assert.Equal(ProblemKind.Invalid, problem.Kind);
        Assert.Equal("values", problem.Field);
        Assert.Contains(why, problem.Why, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void Screen_TooDeep_IsRefused()
    {
        var given = string.Concat(Enumerable.Repeat("{a: ", 200)) + "1" + new string('}', 200);

        Assert.Contains("nested deeper", Refusal(given), StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_TooManyNodes_IsRefused() =>
        Assert.Contains("more than 20000 values", Refusal("a: [" + string.Join(',', Enumerable.Repeat("1", 30_000)) + "]"), StringComparison.Ordinal);

    [Fact]
    public void Screen_TooLarge_IsRefused() =>
        Assert.Contains("at most 256 KiB", Refusal("a: " + new string('x', ReleaseValues.MaxBytes)), StringComparison.Ordinal);

    [Fact]
    public void Screen_Refusal_NeverRepeatsAValue() =>
        Assert.DoesNotContain("hunter2", Refusal("password: hunter2\npassword: hunter2"), StringComparison.Ordinal);

    [Theory]
    [InlineData("", true)]
    [InlineData("part: { enabled: true }", true)]
    [InlineData("part: { enabled: no }", false)]
    [InlineData("part: { enabled: 'false' }", true)]
    public void IsEnabled_OnlyFalse_SwitchesOff(string given, bool enabled) =>
        Assert.Equal(enabled, ComponentValues.Merge(Entry, "1.0.0", given).IsEnabled("part.enabled"));

    [Theory]
    [InlineData("!part.remote", "", true)]
    [InlineData("!part.remote", "part: { remote: true }", false)]
    [InlineData("!part.remote", "part: { remote: false }", true)]
    [InlineData("mesh=istio", "mesh: istio", true)]
    [InlineData("mesh=istio", "mesh: nginx", false)]
    [InlineData("mesh=istio", "", false)]
    [InlineData("replicas=1", "", true)]
    public void IsEnabled_Condition_AsTheCatalogueWritesIt(string condition, string given, bool holds) =>
        Assert.Equal(holds, ComponentValues.Merge(Entry, "1.0.0", given).IsEnabled(condition));

    [Fact]
    public void Digest_OtherValues_Differs() => Assert.NotEqual(
        ComponentValues.Merge(Entry, "1.0.0", "a: 1").Digest, ComponentValues.Merge(Entry, "1.0.0", "a: 2").Digest);

    private static string Refusal(string given) =>
        Assert.Throws<ProblemException>(() => ReleaseValues.Screen(Entry, "1.0.0", given)).Problem.Why;
}
