using Portal.Core.Components.Values;

namespace Portal.Core.Tests.Components.Values;

/// <summary>Texts that go on in lines at their key's own indent: charts have them, as the parsers of Kubernetes and helm take them.</summary>
public sealed class YamlContinuationTests
{
    [Fact]
    public void TextThatGoesOnAtItsKeysIndent_IsRead_AsKubernetesReadsIt()
    {
        const string Chart = """
            items:
              - description: "Details of the current
                condition, said \"twice\".

                New line."
                type: object
              - plain: "in one line"
            """;

        var read = StrictYaml.Parse(Chart, YamlLimits.Values)!;

        Assert.Equal("Details of the current condition, said \"twice\".\nNew line.", (string)read["items"]![0]!["description"]!);
        Assert.Equal(("object", "in one line"), ((string)read["items"]![0]!["type"]!, (string)read["items"]![1]!["plain"]!));
    }

    [Fact]
    public void ListThatNeverCloses_IsRefused_AtItsPlace() =>
        Assert.Equal(1, Assert.Throws<StrictYamlException>(() => StrictYaml.Parse("a: [1\nb: 2\n", YamlLimits.Values)).Line);

    [Fact]
    public void QuoteThatNeverCloses_IsRefused_AtItsPlace()
    {
        var refused = Assert.Throws<StrictYamlException>(() => StrictYaml.Parse("a: 1\nb: \"open\nc: 2\n", YamlLimits.Values));

        Assert.Equal((2, "not valid YAML"), (refused.Line, refused.Reason));
    }
}
