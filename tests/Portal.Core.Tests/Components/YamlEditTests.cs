using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;

namespace Portal.Core.Tests.Components;

public sealed class YamlEditTests
{
    private const string Text = """
        # Where it is reached.
        service:
          type: NodePort # for now
          ports:
            - 80
            - 443
          # Ours alone.
          extra: {a: 1, b: 2}

        # Last.
        replicas: 2

        """;

    [Theory]
    [InlineData("service.type", "\"LoadBalancer\"", "type: NodePort # for now", "type: LoadBalancer # for now")]
    [InlineData("replicas", "5", "replicas: 2", "replicas: 5")]
    [InlineData("service.ports", "[8080]", "ports:\n    - 80\n    - 443", "ports:\n    - 8080")]
    [InlineData("service.extra.b", "3", "extra: {a: 1, b: 2}", "extra: {\"a\":1,\"b\":3}")]
    [InlineData("service.name", "\"true\"", "b: 2}\n", "b: 2}\n  name: \"true\"\n")]
    [InlineData("deep.er.still", "\"a\\nb\"", "replicas: 2\n", "replicas: 2\ndeep:\n  er:\n    still: |-\n      a\n      b\n")]
    public void Set_ChangesTheFieldAndNothingElse(string path, string value, string from, string to)
    {
        var edited = YamlEdit.Set(Text, path.Split('.'), JsonNode.Parse(value));

        Assert.Equal(Text.Replace(from, to, StringComparison.Ordinal), edited);
    }

    [Theory]
    [InlineData("replicas", "replicas: 2\n", "")]
    [InlineData("service.ports", "  ports:\n    - 80\n    - 443\n", "")]
    [InlineData("service.extra.a", "{a: 1, b: 2}", "{\"b\":2}")]
    [InlineData("service.nothing", "", "")]
    public void Remove_TakesTheFieldAndNothingElse(string path, string from, string to)
    {
        var edited = YamlEdit.Set(Text, path.Split('.'), null);

        Assert.Equal(from.Length == 0 ? Text : Text.Replace(from, to, StringComparison.Ordinal), edited);
    }

    [Fact]
    public void Set_IntoNothing_AndBackToNothing()
    {
        var set = YamlEdit.Set("# A word first.\n", ["a", "b"], JsonValue.Create("x"));

        Assert.Equal("# A word first.\na:\n  b: x\n", set);
        Assert.Equal("# A word first.\n", YamlEdit.Set(set, ["a", "b"], null));
        Assert.Equal("a:\n  b: x\n", YamlEdit.Set("a:\n", ["a", "b"], JsonValue.Create("x")));
    }

    /// <summary>Every field of every text that the catalogue comes with is set and taken away, and no other field knows of it.</summary>
    [Fact]
    public void AnyField_OfAnyText_IsSetAndTakenAway_WithAllElseAsItWas()
    {
        var texts = ComponentCatalog.Load(null) is var catalog
            ? catalog.Entries.SelectMany(entry => new[] { entry.DefaultValues, entry.ExampleValues })
                .Concat(catalog.Systems.SelectMany(system => system.Roles).SelectMany(role => role.Parts).Select(part => part.Values)).Where(text => text.Length > 0).ToList()
            : [];
        Assert.True(texts.Count > 20);
        foreach (var text in texts)
        {
            var values = ComponentValues.Parse(text);
            foreach (var path in Paths(values, []))
            {
                foreach (var value in new JsonNode?[] { JsonValue.Create("a: b # c"), JsonValue.Create(7), new JsonArray("x", "y"), null })
                {
                    var edited = YamlEdit.Set(text, path, value);

                    var (was, now) = (values.DeepClone().AsObject(), ComponentValues.Parse(edited));
                    Assert.True(JsonNode.DeepEquals(value, YamlEdit.At(now, path)), $"{string.Join('.', path)} in\n{edited}");
                    Assert.True(JsonNode.DeepEquals(Without(was, path), Without(now, path)), $"{string.Join('.', path)} in\n{edited}");
                    Assert.True(value is null || YamlEdit.At(values, path) is JsonObject or JsonArray || Comments(edited) == Comments(text), $"{string.Join('.', path)} lost comments:\n{edited}");
                }
            }
        }
    }

    private static int Comments(string text) => text.Split('\n').Count(line => line.TrimStart().StartsWith('#'));

    private static IEnumerable<string[]> Paths(JsonObject values, string[] above) => values.SelectMany(pair => pair.Value is JsonObject { Count: > 0 } inner
        ? Paths(inner, [.. above, pair.Key]).Append([.. above, pair.Key])
        : [[.. above, pair.Key]]);

    private static JsonObject Without(JsonObject values, string[] path)
    {
        if (path.Length == 1)
        {
            values.Remove(path[0]);
        }
        else if (values[path[0]] is JsonObject inner)
        {
            Without(inner, path[1..]);
            if (inner.Count == 0)
            {
                values.Remove(path[0]);
            }
        }

        return values;
    }
}
