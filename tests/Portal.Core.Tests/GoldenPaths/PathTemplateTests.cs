using System.Text.Json.Nodes;
using Portal.Core.Components.Values;
using Portal.Core.GoldenPaths;

namespace Portal.Core.Tests.GoldenPaths;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("n: ${count}", """{"n":3}""")]
    [InlineData("n: \"${count}\"", """{"n":3}""")]
    [InlineData("n: x-${count}-${word}", """{"n":"x-3-a: b"}""")]
    [InlineData("${word}: 1", """{"a: b":1}""")]
    [InlineData("n: $${count}", """{"n":"${count}"}""")]
    [InlineData("n: ${list}", """{"n":["x","y"]}""")]
    [InlineData("a: 1\nn: ${none}", """{"a":1}""")]
    [InlineData("n: [\"${none}\", 2]", """{"n":[2]}""")]
    [InlineData("n: ${word}", """{"n":"a: b"}""")]
    [InlineData("n: ~", """{"n":null}""")]
    public void Place_TakesItsValue_AndNoValueBecomesYaml(string template, string expected)
    {
        var filled = PathTemplate.Fill(template, name => name switch
        {
            "count" => JsonValue.Create(3),
            "word" => JsonValue.Create("a: b"),
            "list" => new JsonArray("x", "y"),
            _ => null,
        });

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), ComponentValues.Parse(filled)), filled);
    }

    [Fact]
    public void TextThatLooksLikeDocuments_StaysAText()
    {
        var filled = PathTemplate.Fill("kind: ConfigMap\ndata: { a: \"${evil}\" }\n---\nkind: Secret\n", _ => JsonValue.Create("x\n---\nkind: ClusterRoleBinding\n"));

        Assert.Equal(2, filled.Split("\n---\n").Length);
        Assert.DoesNotContain("\nkind: ClusterRoleBinding", filled, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_AreThoseOfKeysValuesAndTexts() =>
        Assert.Equal(["a", "b", "c"], PathTemplate.Places("${a}: x${b}\nn: [\"${c}\", \"$${d}\"]\n").Order());
}
