using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;

namespace Portal.Core.Tests.Components;

public sealed class PlaceholdersTests
{
    [Fact]
    public void Fill_ValueThatLooksLikeYaml_StaysOneText()
    {
        var values = ComponentValues.Parse("a: { who: 'of ${cluster.name}', list: ['${cluster.name}', 3] }\nb: true");

        var filled = Placeholders.Fill(values, new Dictionary<string, string> { ["cluster.name"] = "x\ny: \"1\"" });

        Assert.Equal("of x\ny: \"1\"", (string?)filled["a"]!["who"]);
        Assert.Equal("x\ny: \"1\"", (string?)filled["a"]!["list"]![0]);
        Assert.Equal(3L, (long?)filled["a"]!["list"]![1]);
        Assert.True((bool?)filled["b"]);
        Assert.Equal("of ${cluster.name}", (string?)values["a"]!["who"]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    public void Fill_MarkedAsBoolean_IsNoText(string text, bool set)
    {
        var filled = Placeholders.Fill(
            ComponentValues.Parse("a: ${settings.on:boolean}\nb: ${settings.on}"), new Dictionary<string, string> { ["settings.on"] = text });

        Assert.Equal(set, filled["a"]!.GetValue<bool>());
        Assert.Equal(text, filled["b"]!.GetValue<string>());
        Assert.Equal(["settings.on"], Placeholders.Names("a: ${settings.on:boolean}"));
    }

    [Fact]
    public void Fill_WithoutAValue_NamesThePlaceholder()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => Placeholders.Fill(ComponentValues.Parse("a: ${fleet.name}"), new Dictionary<string, string>()));

        Assert.Contains("${fleet.name}", error.Message, StringComparison.Ordinal);
    }
}
